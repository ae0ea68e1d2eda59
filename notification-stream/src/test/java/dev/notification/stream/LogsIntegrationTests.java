package dev.notification.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.servers.TestServers;
import dev.notification.store.LoggedRecipients;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the deployable logs of real traffic, an outage included: T16, T17. */
class LogsIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String NAME = "alice.Recognisable";
    private static final String PAYLOAD = "canary-in-the-payload";
    private static final String EVENT = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":\"t\","
            + "\"recipient\":\"%s\",\"data\":\"" + PAYLOAD + "\"%s}";
    private static final Cluster CLUSTER = new Cluster();
    private static Deployed hashed;
    private static Deployed plain;
    private static String calm = "";
    private static final List<String> secrets = new ArrayList<>(List.of(PAYLOAD, "eyJ"));

    @BeforeAll
    static void runs() throws SQLException {
        hashed = CLUSTER.deploy("--logging.level.dev.notification=debug");
        plain = CLUSTER.deploy(
                "--notification.ingest.enabled=false",
                "--notification.logging.recipients=plain",
                "--logging.structured.format.console=ecs");
        honestTraffic();
        badTraffic();
        calm = hashed.log();
        outage();
        revoke(plain, NAME);
        revoke(hashed, NAME);
        hashed.hasLogged("Revoked: ");
        plain.hasLogged("Revoked: ");
    }

    @AfterAll
    static void stop() {
        hashed.close();
        plain.close();
        CLUSTER.close();
    }

    private static void honestTraffic() {
        String ticket = hashed.send(NAME, "POST", "/v1/stream-tickets", "")
                .json()
                .get("ticket")
                .stringValue();
        secrets.add(ticket);
        try (RawStream stream = hashed.stream(NAME, "Last-Event-ID: " + NAME + PAYLOAD);
                RawStream again = RawStream.get(hashed.port(), "/v1/stream?ticket=" + ticket)) {
            publish(EVENT.formatted(1, NAME, ""));
            CLUSTER.records().write(List.of(EVENT.formatted(2, NAME, "").getBytes(UTF_8)));
            stream.hasSequences(1L, 2L);
            again.hasSequences(1L, 2L);
            assertThat(hashed.send(NAME, "POST", "/v1/acks?id=1", "").status()).isEqualTo(200);
            assertThat(hashed.send(NAME, "GET", "/v1/inbox", "").status()).isEqualTo(200);
            assertThat(hashed.send("admin", "GET", "/v1/admin/recipients/" + NAME, "")
                            .status())
                    .isEqualTo(200);
            stream.reset();
        }
    }

    private static void badTraffic() {
        publish(EVENT.formatted(3, " " + NAME, ""));
        publish(EVENT.formatted(4, NAME, ",\"expirytime\":\"" + PAYLOAD + "\""));
        publish("{" + PAYLOAD);
        assertThat(hashed.send(NAME, "POST", "/v1/acks", "{\"seqs\":\"" + PAYLOAD + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(hashed.send(NAME, "GET", "/v1/" + NAME + "/" + PAYLOAD, "").status())
                .isEqualTo(404);
        assertThat(hashed.http().get("/v1/stream?ticket=" + PAYLOAD).statusCode())
                .isEqualTo(401);
        assertThat(hashed.http().get("/v1/inbox?access_token=" + PAYLOAD).statusCode())
                .isEqualTo(400);
        assertThat(hashed.http()
                        .get("/v1/inbox", "Authorization", "Bearer " + PAYLOAD)
                        .statusCode())
                .isEqualTo(401);
        assertThat(hashed.http()
                        .untilClosed("GET /v1/admin/recipients/" + NAME + "?x=" + PAYLOAD + " HTTP/9.9\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(hashed.http().untilClosed("GET /v1/inbox HTTP/1.1\r\nHost: x\r\n" + PAYLOAD + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        malformedChunk();
        malformedChunkOfAStranger();
        lostInTheBody();
        forgedLines();
        for (String bad : List.of(
                EVENT.formatted(5, " " + NAME, ""),
                EVENT.formatted(6, NAME, ",\"expirytime\":\"" + PAYLOAD + "\""),
                "{" + PAYLOAD,
                EVENT.formatted(1, NAME, ",\"subject\":\"x\"").replace(PAYLOAD, PAYLOAD + "!"))) {
            CLUSTER.records().write(List.of(bad.getBytes(UTF_8)));
            CLUSTER.records().rejectionOf(bad.getBytes(UTF_8));
        }
        for (String code : List.of("invalid-attribute recipient", "invalid-attribute expirytime", "conflicting-id")) {
            hashed.hasLogged("Rejected record .*: " + code);
        }
    }

    /** Wherever a body is read: one answer that says so, and the end of the connection. */
    private static void malformedChunk() {
        String event = EVENT.formatted("malformed", "mallory", "");
        for (String request : List.of(
                "POST /v1/acks HTTP/1.1\r\nContent-Type: application/json",
                "POST /v1/acks?id=1 HTTP/1.1\r\nX: y",
                "POST /v1/admin/recipients/" + NAME + "x/revoke HTTP/1.1\r\nX: y",
                "POST /v1/notifications HTTP/1.1\r\nContent-Type: application/cloudevents+json")) {
            for (String chunks : List.of(
                    PAYLOAD + "\r\n{}",
                    "5\r\n" + PAYLOAD,
                    "2;" + PAYLOAD + "\n\r\n{}",
                    // a whole event, and then nonsense
                    Integer.toHexString(event.length()) + "\r\n" + event + "\r\n" + PAYLOAD)) {
                String answer = hashed.http()
                        .untilClosed(request + "\r\nHost: x\r\nAuthorization: Bearer " + Tokens.of("bob")
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "\r\n0\r\n\r\n");
                // who reads no body answers what was asked, or not any more
                boolean read = !request.contains("revoke");
                if (read) assertThat(answer).startsWith("HTTP/1.1 400 ");
                assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    /** The same from somebody who may do nothing. */
    private static void malformedChunkOfAStranger() {
        String answer = hashed.http()
                .untilClosed("POST /v1/admin/recipients/" + NAME + "x/revoke HTTP/1.1\r\nHost: x\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + PAYLOAD + "\r\n");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSizeLessThanOrEqualTo(2);
        assertThat(answer).doesNotContain("HTTP/1.1 2");
    }

    /** A client that goes away in the middle of what it says. */
    private static void lostInTheBody() {
        hashed.http()
                .vanish(
                        "POST /v1/notifications HTTP/1.1\r\nHost: x\r\nContent-Type: application/cloudevents+json\r\nAuthorization: Bearer "
                                + Tokens.of("bob") + "\r\nContent-Length: 100\r\n\r\n{\"" + PAYLOAD);
    }

    /** Lines of the log, in a colour, that a producer and a client would like to write. */
    private static void forgedLines() {
        String event = EVENT.formatted("forged", NAME, ",\"\\r\\nFORGED\\u001b[31m\":\"x\"");
        publish(event);
        CLUSTER.records().write(List.of(event.getBytes(UTF_8)));
        // whatever has become of the end of the line
        hashed.hasLogged("(?s)Rejected record .{1,200}: invalid-attribute .{0,2}FORGED");
        String forged = "x%0D%0AFORGED%1B%5B31m";
        String recipient = "/v1/admin/recipients/" + forged;
        String query = "?" + forged + "=" + forged;
        for (Deployed node : List.of(hashed, plain)) {
            assertThat(node.send("admin", "GET", recipient + query, "").status())
                    .isEqualTo(400);
            assertThat(node.send("admin", "POST", recipient + "/revoke" + query, "")
                            .status())
                    .isEqualTo(400);
            assertThat(node.send("admin", "GET", "/v1/" + forged + query, "").status())
                    .isEqualTo(404);
        }
    }

    /** The database refuses everybody: what is asked then fails in every layer. */
    private static void outage() throws SQLException {
        String database = CLUSTER.jdbcUrl().substring(CLUSTER.jdbcUrl().lastIndexOf('/') + 1);
        admin("alter database " + database + " allow_connections false");
        admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
        try {
            CLUSTER.records().write(List.of(EVENT.formatted(7, NAME, "").getBytes(UTF_8)));
            for (Deployed node : List.of(hashed, plain)) {
                assertThat(node.send("admin", "GET", "/v1/admin/recipients/" + NAME, "")
                                .status())
                        .isEqualTo(503);
                node.hasLogged("/v1/admin/recipients/\\{recipient} had to be put off");
            }
            assertThat(hashed.send(NAME, "POST", "/v1/acks?id=2", "").status()).isEqualTo(503);
        } finally {
            admin("alter database " + database + " allow_connections true");
        }
        for (Deployed node : List.of(hashed, plain)) {
            await().atMost(DEADLINE)
                    .until(() -> node.send(NAME, "GET", "/v1/inbox/summary", "")
                            .body()
                            .contains("\"head\":3"));
        }
    }

    private static void revoke(Deployed node, String recipient) {
        assertThat(node.send("admin", "POST", "/v1/admin/recipients/" + recipient + "/revoke", "")
                        .status())
                .isEqualTo(200);
    }

    private static void publish(String event) {
        hashed.http()
                .send(
                        "POST",
                        "/v1/notifications",
                        event,
                        "Authorization",
                        "Bearer " + Tokens.of(NAME),
                        "Content-Type",
                        "application/cloudevents+json");
    }

    @Test
    void t17noPayloadTokenOrTicketIsLogged() {
        assertThat(secrets).hasSize(3);
        assertThat(hashed.log()).doesNotContain(secrets);
        assertThat(plain.log()).doesNotContain(secrets);
    }

    @Test
    void t17recipientsAreHashed() {
        assertThat(hashed.log())
                .doesNotContain(NAME)
                .contains("Revoked: " + new LoggedRecipients(false).of(NAME) + " needs credentials issued after ");
    }

    @Test
    void recipientsStandThereByNameWhereTheOperatorWantsIt() {
        assertThat(plain.log()).contains("Revoked: " + NAME + " needs credentials issued after ");
    }

    @Test
    void whatClientsDoIsNoStackTrace() {
        assertThat(calm.lines().filter(line -> line.startsWith("\tat ") || line.contains("ERROR")))
                .isEmpty();
    }

    @Test
    void nothingOfABodyThatCannotBeReadTakesEffect() {
        // what was published after it is there
        assertThat(hashed.send("admin", "GET", "/v1/admin/recipients/" + NAME, "")
                        .body())
                .contains("\"head\":3");
        assertThat(hashed.send("mallory", "GET", "/v1/inbox/summary", "").body())
                .contains("\"head\":0");
    }

    @Test
    void t16everyLineIsAnEventInJson() {
        List<JsonNode> events =
                plain.log().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(events).hasSizeGreaterThan(5).allSatisfy(event -> {
            assertThat(event.get("@timestamp").isString()).isTrue();
            assertThat(event.at("/log/level").isString()).isTrue();
            assertThat(event.get("message").isString()).isTrue();
        });
        assertThat(events).anyMatch(event -> event.get("message").stringValue().startsWith("Revoked: "));
    }

    @Test
    void t16nobodyWritesALineOfTheirOwn() {
        for (Deployed node : List.of(hashed, plain)) {
            assertThat(node.log().lines()).noneMatch(line -> line.startsWith("FORGED"));
            assertThat(node.log()).doesNotContain("\u001b");
        }
    }

    private static void admin(String sql) throws SQLException {
        var postgres = TestServers.postgres();
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
