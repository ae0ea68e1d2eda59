package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.servers.TestServers;
import dev.notification.stream.Cluster.Node;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** T19, T30, C57: who is not let in is told so softly, and counted. */
class AdmissionIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Cluster cluster = new Cluster();
    private static Node patient;
    private static Node small;

    private final String alice = "alice-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        patient = cluster.start("--notification.stream.reconnect-burst=100");
        small = cluster.start(
                "--notification.ingest.enabled=false",
                "--notification.stream.max-opening=3",
                "--notification.stream.open-timeout=20s");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void assertTurnedAway(RawStream stream, String reason) {
        assertThat(stream.status()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(stream.event("stream.close").data()).isEqualTo("{\"reason\":\"" + reason + "\",\"reconnect\":true}");
        assertThat(stream.text()).containsPattern("^retry: ([5-9]\\d{3}|[12]\\d{4}|30000)\n");
        assertThat(stream.endedCleanly()).isTrue();
    }

    private static double refused(Node node, String reason) {
        return node.meter("notification.stream.refused", "reason", reason);
    }

    /** One more is let in each second, and on a busy machine that may be while this opens them. */
    private RawStream oneTooMany(String... headers) {
        double before = refused(small, "limit");
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < DEADLINE.toNanos()) {
            RawStream stream = small.stream(alice, headers);
            if (refused(small, "limit") > before) return stream;
            stream.event("stream.ready");
            // ten that stay open would be a limit too
            stream.close();
        }
        throw new AssertionError("All were let in");
    }

    @Test
    void theEleventhStreamOfARecipientIsRefusedAndNoneIsEvicted() {
        double before = refused(patient, "limit");
        List<RawStream> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            streams.add(patient.stream(alice));
            streams.get(i).event("stream.caught-up");
        }
        try (RawStream eleventh = patient.stream(alice);
                RawStream other = patient.stream("bob-" + alice)) {
            assertTurnedAway(eleventh, "limit");
            other.event("stream.caught-up");
            cluster.publish(Cluster.to(alice, 1).build());
            streams.forEach(stream -> stream.hasSequences(1L));
        }
        assertThat(refused(patient, "limit")).isEqualTo(before + 1);
        streams.forEach(RawStream::close);
    }

    @Test
    void whoOpensStreamsTooOftenIsToldToComeLater() {
        for (int i = 0; i < 10; i++) {
            try (RawStream stream = small.stream(alice)) {
                stream.event("stream.ready");
            }
        }
        try (RawStream refused = oneTooMany()) {
            assertTurnedAway(refused, "limit");
        }
        try (RawStream refused = oneTooMany("Prefer: respond-status")) {
            assertThat(refused.status()).startsWith("HTTP/1.1 503");
            assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                    .isBetween(1, 10);
        }
        try (RawStream other = small.stream("bob-" + alice)) {
            other.event("stream.ready");
        }
    }

    @Test
    void whenTooManyWaitForTheDatabaseOneMoreIsToldSo() throws SQLException {
        List<RawStream> waiting = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        cluster.jdbcUrl(),
                        TestServers.postgres().username(),
                        TestServers.postgres().password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table inbox in access exclusive mode");
            for (int i = 0; i < 3; i++) waiting.add(small.stream("waits-" + i + alice));
            await(small);
            assertTurnedAway(small.stream(alice), "overload");
            connection.rollback();
        }
        waiting.forEach(stream -> stream.event("stream.caught-up"));
        try (RawStream next = small.stream(alice)) {
            next.event("stream.caught-up");
        }
        waiting.forEach(RawStream::close);
    }

    private static void await(Node node) {
        org.awaitility.Awaitility.await().until(() -> node.connections() >= 3);
    }
}
