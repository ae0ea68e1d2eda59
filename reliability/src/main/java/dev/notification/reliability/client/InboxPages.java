package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation.Read;
import dev.notification.reliability.history.Observation.Row;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The inboxes as {@code GET /v1/inbox} pages through them, each page from the next node. */
final class InboxPages {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PAGE = 100;

    private final Crowd crowd;
    private final List<Door> doors;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int turn;

    InboxPages(Crowd crowd) {
        this.crowd = crowd;
        this.doors = crowd.doors(0);
    }

    Read of(String recipient) {
        long head = get(recipient, "/v1/inbox/summary").path("head").asLong(-1);
        List<Row> rows = new ArrayList<>();
        JsonNode page = get(recipient, "/v1/inbox?state=all&limit=" + PAGE);
        add(page, rows);
        while (page.path("before").isNumber()) {
            page = get(
                    recipient,
                    "/v1/inbox?state=all&limit=" + PAGE + "&before="
                            + page.path("before").asLong());
            add(page, rows);
        }
        return new Read(crowd.log().now(), "pages", true, recipient, head, rows);
    }

    private static void add(JsonNode page, List<Row> rows) {
        for (JsonNode item : page.path("items"))
            rows.add(new Row(
                    item.path("seq").asLong(0),
                    item.path("data").asString(""),
                    item.path("state").asString("")));
    }

    private JsonNode get(String recipient, String path) {
        Door door = doors.get(turn++ % doors.size());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                .header("Authorization", "Bearer " + crowd.token(recipient))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200)
                throw new IllegalStateException(path + " on " + door.name() + " answers " + response.statusCode());
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("No final read of " + path + " on " + door.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
