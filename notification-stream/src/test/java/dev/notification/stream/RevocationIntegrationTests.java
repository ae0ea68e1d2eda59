package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.servers.TestServers;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream.Block;
import dev.notification.stream.testing.Http;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Revoked credentials, on two nodes that hear of each other and one that only looks at the table. */
class RevocationIntegrationTests {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration HOUR = Duration.ofHours(1);
    /** So long after the answer every stream is over, wherever it is. */
    private static final Duration PROMISED = Duration.ofSeconds(5);

    private static final String REVOKED = "{\"reason\":\"revoked\",\"reconnect\":false}";

    private static @Nullable Cluster cluster;
    private static final List<Node> NODES = new ArrayList<>();

    @BeforeAll
    static void start() {
        Cluster started = new Cluster();
        cluster = started;
        NODES.add(started.start());
        NODES.add(started.start("--notification.ingest.enabled=false"));
        NODES.add(started.start(
                "--notification.ingest.enabled=false",
                "--notification.kafka.topics.arrivals=deaf-" + System.nanoTime()));
    }

    @AfterAll
    static void stop() {
        cluster().close();
    }

    private static Cluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    private static Instant revoke(String recipient) {
        Answer answer = NODES.get(0).post("operator", "/v1/admin/recipients/" + recipient + "/revoke", "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("recipient").asString()).isEqualTo(recipient);
        return Instant.parse(answer.json().get("revokedBefore").asString());
    }

    private static int status(Node node, String token) {
        return Answer.to(node.port(), "GET", "/v1/inbox/summary", token, null).status();
    }

    private static String buy(String token) {
        Answer sold = Answer.to(NODES.get(0).port(), "POST", "/v1/stream-tickets", token, null);
        return "ticket=" + sold.json().get("ticket").asString();
    }

    @Test
    void endsEveryStreamOnEveryNodeAndRefusesWhatOpenedThem() {
        String old = Tokens.of("anna");
        String ticket = buy(old);
        List<RawStream> streams = new ArrayList<>();
        try (RawStream bystander = NODES.get(1).stream("anna-maria")) {
            for (Node node : NODES) streams.add(RawStream.open(node.port(), "/v1/stream", old));
            streams.add(NODES.get(1).streamWith(ticket));
            streams.forEach(stream -> stream.event("stream.caught-up"));
            bystander.event("stream.caught-up");

            Instant revokedBefore = revoke("anna");
            long answered = System.nanoTime();
            assertThat(status(NODES.get(0), old)).isEqualTo(401);
            for (RawStream stream : streams) {
                Block close = stream.event("stream.close");
                assertThat(close.data()).isEqualTo(REVOKED);
                assertThat(Duration.ofNanos(close.nanos() - answered)).isLessThanOrEqualTo(PROMISED);
                assertThat(stream.endedCleanly()).isTrue();
            }
            Instant later = revokedBefore.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            for (Node node : NODES) {
                Http http = new Http(node.port());
                assertThat(status(node, old)).isEqualTo(401);
                assertThat(http.get("/v1/stream?" + ticket).statusCode()).isEqualTo(401);
                assertThat(http.get("/v1/stream", "Cookie", "__Host-notification=" + old)
                                .headers()
                                .allValues("WWW-Authenticate"))
                        .containsExactly("Bearer error=\"invalid_token\"");
                String fresh = Tokens.of("anna", later, later.plus(HOUR));
                assertThat(status(node, fresh)).isEqualTo(200);
                try (RawStream stream = RawStream.open(node.port(), "/v1/stream", fresh)) {
                    stream.event("stream.caught-up");
                    assertThat(stream.text()).doesNotContain("stream.close");
                }
            }
            assertThat(bystander.text()).doesNotContain("stream.close");
        } finally {
            streams.forEach(RawStream::close);
        }
    }

    @Test
    void leavesAloneWhatWasIssuedInALaterSecond() {
        Instant now = CLOCK.instant();
        Instant later = now.plusSeconds(30);
        String fresh = Tokens.of("berta", later, later.plus(HOUR));
        try (RawStream stream = RawStream.open(NODES.get(1).port(), "/v1/stream", fresh);
                RawStream old = NODES.get(1).stream("berta")) {
            stream.event("stream.caught-up");
            old.event("stream.caught-up");
            revoke("berta");
            old.event("stream.close");
            cluster().publish(Cluster.to("berta", 1).build());
            stream.hasSequences(1L);
            assertThat(stream.text()).doesNotContain("stream.close");
        }
    }

    @Test
    void movesOnlyForward() {
        Instant first = revoke("carla");
        Instant second = revoke("carla");
        assertThat(second).isAfter(first);
    }

    @Test
    void refusesBeforeItAnswersItsFirstRequestAfterARestart() {
        String old = Tokens.of("dora");
        revoke("dora");
        Node restarted = cluster().start("--notification.ingest.enabled=false");
        assertThat(status(restarted, old)).isEqualTo(401);
        assertThat(status(restarted, Tokens.of("somebody"))).isEqualTo(200);
    }

    @Test
    void findsWhatWasCommittedLate() throws SQLException {
        String old = Tokens.of("emma");
        List<RawStream> streams = new ArrayList<>();
        try (Connection late = DriverManager.getConnection(
                        cluster().jdbcUrl(),
                        TestServers.postgres().username(),
                        TestServers.postgres().password());
                Statement statement = late.createStatement()) {
            for (Node node : NODES) streams.add(RawStream.open(node.port(), "/v1/stream", old));
            streams.forEach(stream -> stream.event("stream.caught-up"));
            late.setAutoCommit(false);
            statement.execute("insert into revocation (recipient, revoked_before) values ('emma', now())");
            Instant written = CLOCK.instant();
            // every node looks at least twice meanwhile, and later than the row says that it changed
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> CLOCK.instant().isAfter(written.plusSeconds(5)));
            for (Node node : NODES) assertThat(status(node, old)).isEqualTo(200);
            late.commit();
            for (RawStream stream : streams) {
                assertThat(stream.event("stream.close").data()).isEqualTo(REVOKED);
            }
            for (Node node : NODES) assertThat(status(node, old)).isEqualTo(401);
        } finally {
            streams.forEach(RawStream::close);
        }
    }

    @Test
    void needsTheScopeOfOperatorsAndAName() {
        Http http = new Http(NODES.get(0).port());
        assertThat(http.send("POST", "/v1/admin/recipients/x/revoke", "").statusCode())
                .isEqualTo(401);
        Answer invalid = NODES.get(0).post("operator", "/v1/admin/recipients/%20x/revoke", "");
        assertThat(invalid.status()).isEqualTo(400);
        assertThat(invalid.json().get("detail").asString())
                .isEqualTo("In the path, recipient must not begin or end with a blank: \" x\"");
        assertThat(NODES.get(0).get("operator", "/v1/admin/recipients/x/revoke").status())
                .isEqualTo(405);
    }
}
