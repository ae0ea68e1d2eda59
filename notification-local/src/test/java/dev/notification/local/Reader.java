package dev.notification.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recipient with a token, over plain HTTP. */
final class Reader {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final String name;
    private final String token;

    Reader(String url, String name) throws IOException, InterruptedException {
        this.url = url;
        this.name = name;
        HttpResponse<String> issued = client.send(
                HttpRequest.newBuilder(URI.create(url + "/local/tokens?sub=" + name))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        this.token = JSON.readTree(issued.body()).path("access_token").asString();
    }

    /** Publishes to itself; returns the status. */
    int publish(String id) throws IOException, InterruptedException {
        String event = """
                {"specversion":"1.0","id":"%s","source":"/tests","type":"greeting","recipient":"%s","data":{"n":1}}""".formatted(id, name);
        return post("/v1/notifications", "application/cloudevents+json", event).statusCode();
    }

    JsonNode ack(String sequences) throws IOException, InterruptedException {
        return JSON.readTree(post("/v1/acks", "application/json", "{\"seqs\":" + sequences + "}")
                .body());
    }

    /** The (sequence, id) pairs of a new stream up to its caught-up frame. */
    List<String> backlog() throws IOException, InterruptedException {
        return read("stream.caught-up", Integer.MAX_VALUE);
    }

    /** The first so many (sequence, id) pairs of a new stream. */
    List<String> first(int count) throws IOException, InterruptedException {
        return read("", count);
    }

    private List<String> read(String lastFrame, int count) throws IOException, InterruptedException {
        HttpRequest request =
                request("/v1/stream").timeout(Duration.ofSeconds(30)).build();
        List<String> seen = new ArrayList<>();
        HttpResponse<java.io.InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String frame = "";
            for (String line = lines.readLine(); line != null && seen.size() < count; line = lines.readLine()) {
                if (line.startsWith("event:")) frame = line.substring(6).strip();
                if (!lastFrame.isEmpty() && frame.equals(lastFrame)) return seen;
                if (line.isEmpty()) frame = "";
                if (line.startsWith("data:") && frame.isEmpty()) {
                    JsonNode event = JSON.readTree(line.substring(5));
                    seen.add(event.path("seq").asLong() + " " + event.path("id").asString());
                }
            }
        }
        return seen;
    }

    private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + token);
    }
}
