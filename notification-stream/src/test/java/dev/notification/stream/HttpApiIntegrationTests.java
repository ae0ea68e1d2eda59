package dev.notification.stream;

import static dev.notification.stream.testing.Http.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.testing.Http;
import dev.notification.stream.testing.TestIssuer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service over HTTP, with a real PostgreSQL and Kafka: T11, T18, T24–T27, T34, T35. */
class HttpApiIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SCOPES = "notifications.read notifications.publish";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final TestIssuer ISSUER = new TestIssuer();

    private static @Nullable ConfigurableApplicationContext service;
    private static Http http = new Http(0);
    private static Http management = new Http(0);
    private static int recipients;

    private String recipient = "";

    @BeforeAll
    static void start() {
        service = TestNode.start(
                "http",
                "--notification.acks.burst=1000",
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + ISSUER.keysUri());
        http = new Http(TestNode.port(service));
        management = new Http(TestNode.managementPort(service));
    }

    @AfterAll
    static void stop() {
        if (service != null) service.close();
        ISSUER.close();
    }

    @BeforeEach
    void newRecipient() {
        recipient = "r" + recipients++;
    }

    @Test
    void tellsNothingOfOtherInboxes() {
        publish(3);
        String stranger = "s" + recipient;
        assertThat(http.get("/v1/inbox/1", headers(stranger)).statusCode()).isEqualTo(404);
        assertThat(get("/v1/inbox/summary").body()).isEqualTo("{\"head\":3,\"unacked\":3,\"unread\":3}");
    }

    @Test
    void acksNothingInAnotherEpoch() {
        publish(1);
        assertProblem(send("POST", "/v1/acks", "{\"epoch\":\"wrong12345\",\"seqs\":[1]}"), 409, "unknown-epoch");
        assertProblem(send("POST", "/v1/acks?id=wrong12345.1", ""), 409, "unknown-epoch");
        assertThat(ack("{\"seqs\":[1]}")).isEqualTo("{\"acked\":1,\"unacked\":0,\"head\":1}");
    }

    @Test
    void marksAsReadAndSoAsAcked() {
        publish(4);
        assertThat(send("POST", "/v1/inbox/reads", "{\"upTo\":2}").body())
                .isEqualTo("{\"read\":2,\"acked\":2,\"unread\":2,\"unacked\":2,\"head\":4}");
        assertThat(json(get("/v1/inbox/2")).get("readAt").isString()).isTrue();
        assertThat(get("/v1/inbox/summary").body()).isEqualTo("{\"head\":4,\"unacked\":2,\"unread\":2}");
    }

    @Test
    void pagesThroughTheInboxNewestFirst() {
        publish(5);
        JsonNode first = json(get("/v1/inbox?limit=2"));
        assertThat(seqs(first)).containsExactly(5L, 4L);
        assertThat(first.get("before").longValue()).isEqualTo(4);
        JsonNode last = json(get("/v1/inbox?limit=3&before=4"));
        assertThat(seqs(last)).containsExactly(3L, 2L, 1L);
        assertThat(last.get("before").isNull()).isTrue();
        ack("{\"seqs\":[4]}");
        assertThat(seqs(json(get("/v1/inbox?state=unacked")))).containsExactly(5L, 3L, 2L, 1L);
        assertThat(json(get("/v1/inbox?limit=1")).get("items").get(0).get("data"))
                .isEqualTo(node("{\"n\":5}"));
    }

    @Test
    void showsAnItemWithItsTimes() {
        publish(1);
        JsonNode item = json(get("/v1/inbox/1"));
        assertThat(item.get("recipient").stringValue()).isEqualTo(recipient);
        assertThat(item.get("state").stringValue()).isEqualTo("pending");
        assertThat(item.get("storedAt").stringValue()).endsWith("Z");
        assertThat(item.get("sentAt").isNull()).isTrue();
        assertThat(item.get("type").stringValue()).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/inbox?state=sent",
                "/v1/inbox?limit=0",
                "/v1/inbox?limit=201",
                "/v1/inbox?limit=x",
                "/v1/inbox?before=-1",
                "/v1/inbox?before=9223372036854775808",
                "/v1/inbox?limit=1&limit=2",
                "/v1/inbox?state='%20or%201=1--",
                "/v1/inbox?before=1;drop%20table%20inbox",
                "/v1/inbox?state"
            })
    void saysWhichParameterIsWrong(String path) {
        assertProblem(get(path), 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/inbox/0",
                "/v1/inbox/-1",
                "/v1/inbox/x",
                "/v1/inbox/1/2",
                "/v1/inbox/9223372036854775808",
                "/v1/inbox/99999999999999999999",
                "/v1/inbox/1'",
                "/v1/inbox/77"
            })
    void findsNothingWhereNothingIs(String path) {
        assertProblem(get(path), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "1",
                "null",
                "",
                "{",
                "{\"seqs\":[-1]}",
                "{\"seqs\":[1.5]}",
                "{\"seqs\":[\"1\"]}",
                "{\"seqs\":[null]}",
                "{\"seqs\":[9223372036854775808]}",
                "{\"ranges\":[[2,1]]}",
                "{\"ranges\":[[1]]}",
                "{\"ranges\":[[1,2,3]]}",
                "{\"ranges\":[1]}",
                "{\"ranges\":[null]}",
                "{\"seqs\":[1],\"seqs\":[2]}",
                "{\"seqs\":[1],\"recipient\":\"bob\"}",
                "{\"upTo\":-1}",
                "{\"upTo\":\"5\"}",
                "{\"seqs\":[1]} {}",
                "{\"seqs\":[1],}",
                "{'seqs':[1]}",
                "{\"upTo\":1e3}",
                "{\"epoch\":\"abcd\"}",
                "{\"seqs\":true}"
            })
    void refusesMalformedAcks(String body) {
        assertProblem(send("POST", "/v1/acks", body), 400, "malformed");
        assertProblem(send("POST", "/v1/inbox/reads", body), 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?id=",
                "?id=x",
                "?id=-1",
                "?id=1.5",
                "?id=K3F9.1",
                "?id=abc.1",
                "?id=k3f9.01",
                "?id=k3f9.",
                "?id=9999999999999999999",
                "?id=1&id=2",
                "?id=%00",
                "?id=k3f9.1%0a"
            })
    void refusesMalformedIds(String query) {
        assertProblem(send("POST", "/v1/acks" + query, ""), 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 1_000, 30_000})
    void survivesDeepJson(int depth) {
        assertProblem(send("POST", "/v1/acks", "[".repeat(depth)), 400, "malformed");
        assertProblem(send("POST", "/v1/acks", "{\"seqs\":".repeat(depth / 8) + "1"), 400, "malformed");
        assertProblem(send("POST", "/v1/acks", "{\"upTo\":" + "9".repeat(depth) + "}"), 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd", "identity", "gzip, gzip"})
    void refusesEveryContentEncoding(String encoding) {
        for (String path : List.of("/v1/acks", "/v1/acks?id=1", "/v1/inbox/reads", "/v1/notifications")) {
            HttpResponse<String> refused = http.send(
                    "POST",
                    path,
                    "{\"seqs\":[1]}",
                    bearer(
                            "Content-Type",
                            path.endsWith("ns") ? STRUCTURED : "application/json",
                            "Content-Encoding",
                            encoding));
            assertProblem(refused, 415, "unsupported-media-type");
            assertThat(refused.headers().firstValue("Accept-Encoding")).contains("identity");
        }
    }

    @Test
    void saysOfAnAckWithoutBodyThatItIsEmpty() {
        for (String path : List.of("/v1/acks", "/v1/inbox/reads"))
            assertProblem(http.send("POST", path, "", bearer()), 400, "malformed");
    }

    @Test
    void publishesInAllThreeModes() {
        HttpResponse<String> structured = http.send(
                "POST", "/v1/notifications", event("a", "{}"), bearer("Content-Type", STRUCTURED + "; charset=utf-8"));
        assertThat(structured.statusCode()).as(structured.body()).isEqualTo(202);
        assertThat(structured.body()).isEqualTo("{\"accepted\":1}");
        HttpResponse<String> batch = http.send(
                "POST",
                "/v1/notifications",
                "[" + event("b", "1") + "," + event("c", "2") + "]",
                bearer("Content-Type", "application/cloudevents-batch+json"));
        assertThat(batch.body()).isEqualTo("{\"accepted\":2}");
        HttpResponse<String> binary = http.send(
                "POST",
                "/v1/notifications",
                "{\"x\":1}",
                bearer(
                        "Content-Type",
                        "application/json",
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        "d",
                        "ce-source",
                        "/s",
                        "ce-type",
                        "t",
                        "CE-Recipient",
                        recipient,
                        "ce-subject",
                        "%E2%82%AC"));
        assertThat(binary.statusCode()).as(binary.body()).isEqualTo(202);
        await().atMost(DEADLINE).until(() -> head() == 4);
        List<String> subjects = json(get("/v1/inbox"))
                .get("items")
                .valueStream()
                .filter(item -> item.has("subject"))
                .map(item -> item.get("subject").stringValue())
                .toList();
        assertThat(subjects).containsExactly("\u20ac");
    }

    @Test
    void publishesAllOrNothing() {
        String batch = "[" + event("a", "1") + ",{\"specversion\":\"1.0\",\"id\":\"b\",\"source\":\"/s\"}]";
        HttpResponse<String> refused = http.send(
                "POST", "/v1/notifications", batch, bearer("Content-Type", "application/cloudevents-batch+json"));
        assertProblem(refused, 400, "rejected-notification");
        assertThat(json(refused).get("index").intValue()).isEqualTo(1);
        assertThat(json(refused).get("code").stringValue()).isEqualTo("missing-attribute");
        assertThat(json(refused).get("attribute").stringValue()).isEqualTo("type");
        // what comes after it takes the first sequence
        publish(1);
        assertThat(seqs(json(get("/v1/inbox")))).containsExactly(1L);
    }

    @Test
    void namesTheAttributeThatBinaryModeLacks() {
        HttpResponse<String> refused =
                http.send("POST", "/v1/notifications", "1", bearer("Content-Type", "application/json", "ce-id", "1"));
        assertProblem(refused, 400, "rejected-notification");
        assertThat(json(refused).get("code").stringValue()).isEqualTo("missing-attribute");
        assertThat(json(refused).get("attribute").stringValue()).isEqualTo("specversion");
    }

    @Test
    void refusesTooMuchToPublish() {
        String large = event("a", "\"" + "x".repeat(65_536) + "\"");
        HttpResponse<String> refused =
                http.send("POST", "/v1/notifications", large, bearer("Content-Type", STRUCTURED));
        assertProblem(refused, 413, "too-large");
        assertThat(json(refused).get("code").stringValue()).isEqualTo("too-large");
        byte[] huge = (" ".repeat(8 * 1024 * 1024) + "1").getBytes(StandardCharsets.US_ASCII);
        assertThat(http.send("POST", "/v1/notifications", huge, bearer("Content-Type", STRUCTURED))
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/cloudevents+xml"
            })
    void publishesOnlyCloudEvents(String type) {
        assertProblem(
                http.send("POST", "/v1/notifications", event("a", "1"), bearer("Content-Type", type)),
                415,
                "unsupported-media-type");
    }

    @Test
    void refusesWhatNobodyAccepts() {
        for (String path : List.of("/v1/inbox", "/v1/inbox/summary", "/v1/inbox/1")) {
            assertProblem(http.get(path, bearer("Accept", "text/html")), 406, "not-acceptable");
        }
        publish(1);
        String[] strange = bearer("Accept", "image/png", "Content-Type", "application/json");
        assertProblem(http.send("POST", "/v1/acks", "{\"seqs\":[1]}", strange), 406, "not-acceptable");
        assertThat(get("/v1/inbox/summary").body()).contains("\"unacked\":1");
    }

    @Test
    void showsThreePathsOnTheManagementPortAndNoMore() {
        await().atMost(DEADLINE).until(() -> management.get("/readyz").statusCode() == 200);
        assertThat(management.get("/livez").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(json(management.get("/readyz")).get("status").stringValue()).isEqualTo("UP");
        assertThat(management.get("/prometheus").body()).contains("jvm_memory_used_bytes");
        String[] admin = {"Authorization", "Bearer " + ISSUER.token("root", SCOPES + " notifications.admin")};
        for (String path : List.of(
                "/",
                "/health",
                "/health/liveness",
                "/health/readiness",
                "/health/db",
                "/info",
                "/env",
                "/heapdump",
                "/threaddump",
                "/loggers",
                "/beans",
                "/mappings",
                "/metrics",
                "/configprops",
                "/conditions",
                "/shutdown",
                "/refresh",
                "/scheduledtasks",
                "/caches",
                "/flyway",
                "/httpexchanges",
                "/sessions",
                "/startup",
                "/sbom",
                "/quartz",
                "/logfile",
                "/auditevents",
                "/jolokia",
                "/gateway",
                "/actuator",
                "/actuator/health",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/loggers",
                "/actuator/metrics",
                "/livez/",
                "/readyz/db",
                "/prometheus/x",
                "/v1/stream",
                "/v1/inbox",
                "/v1/acks",
                "/error")) {
            assertThat(management.get(path).statusCode())
                    .as("management " + path)
                    .isEqualTo(404);
            if (path.startsWith("/v1/")) continue;
            assertThat(http.get(path).statusCode()).as("open " + path).isEqualTo(401);
            assertThat(http.get(path, admin).statusCode()).as("api " + path).isEqualTo(404);
        }
        for (String path : List.of("/livez", "/readyz", "/prometheus")) {
            assertThat(http.get(path, admin).statusCode()).isEqualTo(404);
            assertThat(management.send("POST", path, "").statusCode()).isIn(404, 405);
        }
    }

    @Test
    void boundsRequestHeads() {
        String line = http.untilClosed("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(line).startsWith("HTTP/1.1 414");
        String header = http.untilClosed("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n\r\n");
        assertThat(header).startsWith("HTTP/1.1 431");
    }

    /** Publishes so many, one after the other, and waits until they are stored. */
    private void publish(int count) {
        String events = LongStream.rangeClosed(1, count)
                .mapToObj(n -> event("e" + n, "{\"n\":" + n + "}"))
                .collect(Collectors.joining(",", "[", "]"));
        HttpResponse<String> published = http.send(
                "POST", "/v1/notifications", events, bearer("Content-Type", "application/cloudevents-batch+json"));
        assertThat(published.statusCode()).as(published.body()).isEqualTo(202);
        await().atMost(DEADLINE).until(() -> head() == count);
    }

    private String event(String id, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/" + recipient
                + "\",\"type\":\"t\",\"recipient\":\"" + recipient + "\",\"data\":" + data + "}";
    }

    private long head() {
        return json(get("/v1/inbox/summary")).get("head").longValue();
    }

    private String ack(String body) {
        HttpResponse<String> answer = send("POST", "/v1/acks", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> get(String path) {
        return http.get(path, bearer());
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return http.send(
                method, path, body, path.contains("?id=") ? bearer() : bearer("Content-Type", "application/json"));
    }

    private String[] bearer(String... more) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + ISSUER.token(recipient, SCOPES)), Stream.of(more))
                .toArray(String[]::new);
    }

    private static String[] headers(String recipient) {
        return new String[] {
            "Authorization", "Bearer " + ISSUER.token(recipient, SCOPES), "Content-Type", "application/json"
        };
    }

    private static List<Long> seqs(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(item -> item.get("seq").longValue())
                .toList();
    }

    private static JsonNode node(String json) {
        return JsonMapper.shared().readTree(json);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("type").stringValue()).isEqualTo("urn:notification:problem:" + slug);
        assertThat(answer.body())
                .doesNotContainPattern("Exception|tools\\.|org\\.|java\\.|127\\.0\\.0\\.1|select |jdbc");
    }
}
