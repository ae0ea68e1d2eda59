package dev.notification.stream.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import dev.notification.stream.Tokens;
import dev.notification.stream.testing.Http;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a node answers on every route of {@code docs/openapi.json}, each kind of it once. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenApiAnswersIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final ApiDocument DOCUMENT = new ApiDocument();
    private static final Cluster CLUSTER = new Cluster();
    private static final Node NODE = CLUSTER.start("--notification.acks.rate=1", "--notification.acks.burst=12");
    private static final String JSON = "application/json";
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"id\":\"%s\",\"recipient\":\"%s\","
                    + "\"subject\":\"a\",\"extension\":7,\"data\":{\"n\":1}}";

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    @Order(1)
    void describesPublishing() {
        String route = "POST /v1/notifications";
        JsonNode event = JsonMapper.shared().readTree(EVENT.formatted("1", "alice"));
        assertThat(DOCUMENT.faults("CloudEvent", event)).isEmpty();
        assertThat(DOCUMENT.faults("CloudEvent", event.deepCopy().at("/data"))).isNotEmpty();
        for (String recipient : List.of("alice", "bob")) {
            for (String id : List.of("1", "2", "3", "4")) {
                String body = EVENT.formatted(recipient + id, recipient);
                DOCUMENT.isDescribed(
                        route, 202, send("POST", "/v1/notifications", "application/cloudevents+json", body));
            }
        }
        String batch = "[" + EVENT.formatted("5", "alice") + "," + EVENT.formatted("6", "carol") + "]";
        DOCUMENT.isDescribed(
                route, 202, send("POST", "/v1/notifications", "application/cloudevents-batch+json", batch));
        String[] binary = {
            "ce-specversion", "1.0", "ce-id", "7", "ce-source", "/s", "ce-type", "t", "ce-recipient", "alice"
        };
        DOCUMENT.isDescribed(route, 202, send("POST", "/v1/notifications", "image/png", "bytes", binary));
        JsonNode refused = DOCUMENT.isDescribed(
                route, 400, send("POST", "/v1/notifications", "application/cloudevents-batch+json", "[{}]"));
        assertThat(refused.get("index").asInt()).isZero();
        DOCUMENT.isDescribed(route, 415, send("POST", "/v1/notifications", "text/html", "x"));
        String large = EVENT.formatted("8", "alice").replace("{\"n\":1}", "\"" + "x".repeat(70_000) + "\"");
        DOCUMENT.isDescribed(route, 413, send("POST", "/v1/notifications", "application/cloudevents+json", large));
        CLUSTER.records().write(List.of("nonsense".getBytes(StandardCharsets.US_ASCII)));
        for (String recipient : List.of("alice", "bob", "carol")) {
            int count = recipient.equals("alice") ? 6 : recipient.equals("bob") ? 4 : 1;
            await().atMost(DEADLINE).until(() -> head(recipient) == count);
        }
        await().atMost(DEADLINE)
                .until(() -> !NODE.get("operator", "/v1/admin/rejections")
                        .json()
                        .get("items")
                        .isEmpty());
    }

    private static int head(String recipient) {
        return NODE.get(recipient, "/v1/inbox/summary").json().get("head").asInt();
    }

    @Test
    @Order(2)
    void describesWhatRecipientsCall() {
        isDescribed("GET /v1/inbox/summary", "/v1/inbox/summary", 200);
        JsonNode page = isDescribed("GET /v1/inbox", "/v1/inbox?limit=4", 200);
        assertThat(page.get("items")).hasSize(4);
        isDescribed("GET /v1/inbox", "/v1/inbox?limit=0", 400);
        isDescribed("GET /v1/inbox/{seq}", "/v1/inbox/1", 200);
        isDescribed("GET /v1/inbox/{seq}", "/v1/inbox/99", 404);
        DOCUMENT.isDescribed("POST /v1/acks", 200, send("POST", "/v1/acks?id=1", JSON, ""));
        String body = "{\"seqs\":[2],\"ranges\":[[2,2]],\"upTo\":0}";
        assertThat(DOCUMENT.faults("Sequences", JsonMapper.shared().readTree(body)))
                .isEmpty();
        DOCUMENT.isDescribed("POST /v1/acks", 200, send("POST", "/v1/acks", JSON, body));
        DOCUMENT.isDescribed("POST /v1/acks", 400, send("POST", "/v1/acks", JSON, "{}"));
        DOCUMENT.isDescribed("POST /v1/acks", 406, send("POST", "/v1/acks", JSON, body, "Accept", "text/html"));
        DOCUMENT.isDescribed("POST /v1/acks", 413, send("POST", "/v1/acks", JSON, " ".repeat(70_000)));
        DOCUMENT.isDescribed("POST /v1/acks", 415, send("POST", "/v1/acks", "text/plain", body));
        String other = "{\"epoch\":\"zzzzz\",\"seqs\":[2]}";
        DOCUMENT.isDescribed("POST /v1/acks", 409, send("POST", "/v1/acks", JSON, other));
        DOCUMENT.isDescribed("POST /v1/inbox/reads", 200, send("POST", "/v1/inbox/reads", JSON, "{\"upTo\":3}"));
        DOCUMENT.isDescribed("POST /v1/stream-tickets", 200, send("POST", "/v1/stream-tickets", JSON, ""));
        DOCUMENT.isDescribed("POST /v1/session", 204, send("POST", "/v1/session", JSON, ""));
        DOCUMENT.isDescribed("DELETE /v1/session", 204, send("DELETE", "/v1/session", JSON, ""));
        DOCUMENT.isDescribed("GET /v1/stream", 200, send("HEAD", "/v1/stream", JSON, ""));
        isDescribed("GET /v1/stream", "/v1/stream?ack=cursor&types=a", 400);
        HttpResponse<String> urlToken = NODE.http().get("/v1/inbox?access_token=x");
        assertThat(DOCUMENT.isDescribed("GET /v1/inbox", 400, urlToken)
                        .get("type")
                        .stringValue())
                .endsWith(":token-in-url");
        HttpResponse<String> tooMany = await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> send("POST", "/v1/acks?id=1", JSON, ""), answer -> answer.statusCode() == 429);
        DOCUMENT.isDescribed("POST /v1/acks", 429, tooMany);
    }

    @Test
    @Order(3)
    void describesWhatAdminsLookUp() {
        String find = "GET /v1/admin/notifications";
        isDescribed(find, "/v1/admin/notifications?source=/s&id=alice1", 200);
        isDescribed(find, "/v1/admin/notifications?source=/s&id=7", 200);
        isDescribed(find, "/v1/admin/notifications?source=/s&id=nobodys", 404);
        isDescribed(find, "/v1/admin/notifications?limit=2", 200);
        isDescribed(find, "/v1/admin/notifications?recipient=alice", 200);
        String deliveries = "GET /v1/admin/notifications/deliveries";
        String path = "/v1/admin/notifications/deliveries?source=/s&id=alice1";
        isDescribed(deliveries, path, 200);
        String line = accepting(deliveries, path, "application/x-ndjson").strip();
        assertThat(DOCUMENT.faults("Delivery", JsonMapper.shared().readTree(line)))
                .isEmpty();
        String header = accepting(deliveries, path, "text/csv").split("\r\n", 2)[0];
        assertThat(Set.of(header.split(",", -1))).isEqualTo(DOCUMENT.members("Delivery"));
        try (RawStream stream = NODE.stream("alice")) {
            stream.event("stream.caught-up");
            JsonNode seen = isDescribed("GET /v1/admin/recipients/{recipient}", "/v1/admin/recipients/alice", 200);
            assertThat(seen.get("connections")).hasSize(1);
        }
        isDescribed("GET /v1/admin/recipients/{recipient}", "/v1/admin/recipients/nobody", 404);
        isDescribed("GET /v1/admin/stats", "/v1/admin/stats", 200);
        DOCUMENT.isDescribed("GET /v1/admin/stats/stream", 200, send("HEAD", "/v1/admin/stats/stream", JSON, ""));
        try (RawStream stats = RawStream.open(NODE.port(), "/v1/admin/stats/stream", Tokens.of("alice"))) {
            JsonNode first = stats.block(block -> !block.data().isEmpty()).json();
            assertThat(DOCUMENT.faults("Stats", first)).isEmpty();
        }
        isDescribed("GET /v1/admin/rejections", "/v1/admin/rejections", 200);
    }

    private static String accepting(String route, String path, String type) {
        HttpResponse<String> answer =
                NODE.http().get(path, "Authorization", "Bearer " + Tokens.of("alice"), "Accept", type);
        DOCUMENT.isDescribed(route, 200, answer);
        return answer.body();
    }

    @Test
    @Order(4)
    void describesWhatAdminsChange() {
        for (String change : List.of("cancel", "expire", "resend")) {
            String path = "/v1/admin/notifications/" + change;
            String body = "{\"source\":\"/s\",\"id\":\"alice4\",\"recipients\":[\"alice\"]}";
            assertThat(DOCUMENT.faults("Correction", JsonMapper.shared().readTree(body)))
                    .isEmpty();
            DOCUMENT.isDescribed("POST " + path, 200, send("POST", path, JSON, body));
            DOCUMENT.isDescribed("POST " + path, 404, send("POST", path, JSON, body.replace("alice4", "nobodys")));
            DOCUMENT.isDescribed("POST " + path, 400, send("POST", path, JSON, "{}"));
        }
        JsonNode rejected = isDescribed("GET /v1/admin/rejections", "/v1/admin/rejections", 200)
                .at("/items/0");
        String replay = "/v1/admin/rejections/" + rejected.get("partition") + "/" + rejected.get("offset") + "/replay";
        String route = "POST /v1/admin/rejections/{partition}/{offset}/replay";
        DOCUMENT.isDescribed(route, 200, send("POST", replay, JSON, ""));
        DOCUMENT.isDescribed(route, 404, send("POST", "/v1/admin/rejections/0/99/replay", JSON, ""));
        String bob = "/v1/admin/recipients/bob";
        DOCUMENT.isDescribed(
                "POST /v1/admin/recipients/{recipient}/revoke", 200, send("POST", bob + "/revoke", JSON, ""));
        DOCUMENT.isDescribed("DELETE /v1/admin/recipients/{recipient}", 200, send("DELETE", bob, JSON, ""));
        JsonNode audit = isDescribed("GET /v1/admin/audit", "/v1/admin/audit", 200);
        assertThat(audit.get("items")).hasSize(5);
    }

    @Test
    @Order(5)
    void hasSeenEveryRouteSucceed() {
        Set<String> succeeded = DOCUMENT.answered().stream()
                .filter(answer -> answer.matches(".* 20[0-9]"))
                .map(answer -> answer.substring(0, answer.length() - 4))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> routes =
                DOCUMENT.routes().map(ApiDocument.Route::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(succeeded).isEqualTo(routes);
    }

    private static JsonNode isDescribed(String route, String target, int status) {
        return DOCUMENT.isDescribed(
                route, status, NODE.http().get(target, "Authorization", "Bearer " + Tokens.of("alice")));
    }

    private static HttpResponse<String> send(String method, String target, String type, String body, String... more) {
        String[] headers = new String[more.length + 4];
        System.arraycopy(
                new String[] {"Authorization", "Bearer " + Tokens.of("alice"), "Content-Type", type}, 0, headers, 0, 4);
        System.arraycopy(more, 0, headers, 4, more.length);
        Http http = NODE.http();
        return http.send(method, target, body, headers);
    }
}
