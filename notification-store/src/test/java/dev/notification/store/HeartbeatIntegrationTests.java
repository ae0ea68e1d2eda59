package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class HeartbeatIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STAYS = node("stays", "notification.stream.enabled=false");
    private static final Nodes NODES = STAYS.bean(Nodes.class);

    /** One whose statements give up soon where a test holds a row. */
    private static TestStore node(String name, String role) {
        return TestStore.on(DATABASE, TOPICS)
                .with(role)
                .with("notification.node.name=" + name)
                .with("notification.node.heartbeat=200ms")
                .with("notification.node.alive-within=1500ms")
                .with("spring.datasource.hikari.connection-init-sql=set lock_timeout = '300ms'")
                .with(CountedStatements.Counting.class)
                .start();
    }

    @AfterAll
    static void stop() {
        STAYS.close();
        TOPICS.close();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }

    private static List<NodeStatus> named(String name) {
        return NODES.list().stream()
                .filter(status -> status.node().name().equals(name))
                .toList();
    }

    private static Instant now() {
        return Objects.requireNonNull(DATABASE.sql().queryForObject("select clock_timestamp()", OffsetDateTime.class))
                .toInstant();
    }

    private static NodeStatus one(String name) {
        soon().until(() -> named(name).size() == 1);
        return named(name).get(0);
    }

    @Test
    void sayWhoRunsInWhichRoleAndSinceWhen() {
        try (TestStore comes = node("comes", "notification.ingest.enabled=false")) {
            NodeStatus stays = one("stays");
            NodeStatus came = one("comes");
            assertThat(stays.roles()).containsExactly("ingest");
            assertThat(came.roles()).containsExactly("stream");
            assertThat(came.streams()).isTrue();
            assertThat(came.node()).isEqualTo(comes.bean(Node.class));
            soon().until(() -> one("comes").alive());
            assertThat(stays.startedAt()).isBefore(came.startedAt());
            assertThat(stays.figures()).containsEntry(Figure.STORED, 0L).doesNotContainKey(Figure.CONNECTIONS);

            Instant before = came.seenAt();
            soon().until(() -> one("comes").seenAt().isAfter(before));
            assertThat(one("comes").startedAt()).isEqualTo(came.startedAt());
        }
        // its own last statement has a time limit; others would forget it after a minute
        soon().until(() -> named("comes").isEmpty());
        soon().until(() -> one("stays").alive());
    }

    @Test
    void stopWhileTheProcessHangsAndGoOnAfterwards(CapturedOutput output) throws SQLException {
        try (TestStore hangs = node("hangs", "notification.ingest.enabled=false");
                Connection holder =
                        DriverManager.getConnection(DATABASE.url(), DATABASE.username(), DATABASE.password());
                Statement statement = holder.createStatement()) {
            Instant startedAt = one("hangs").startedAt();
            holder.setAutoCommit(false);
            statement.execute("select from node_heartbeat where instance = '"
                    + hangs.bean(Node.class).instance() + "' for update");

            soon().until(() -> !one("hangs").alive());
            soon().until(() -> one("stays").alive());
            CountedStatements beats = hangs.bean(CountedStatements.class);
            int tried = beats.heartbeats().size();
            soon().until(() -> beats.heartbeats().size() >= tried + 3);
            assertThat(output.getAll().split("Heartbeats of node hangs cannot be written", -1))
                    .hasSize(2);

            holder.rollback();
            soon().until(() -> one("hangs").alive());
            soon().until(() -> output.getAll().contains("Heartbeats of node hangs are written again"));
            assertThat(one("hangs").startedAt()).isEqualTo(startedAt);
        }
    }

    @Test
    void areForgottenAMinuteAfterTheLastByWhoeverIsThere() {
        String dead = "insert into node_heartbeat values (gen_random_uuid(), ?, now(), now() - ?::interval, '{}')";
        DATABASE.sql().update("insert into node (name) values ('dead')");
        long id = DATABASE.number("select id from node where name = 'dead'");
        DATABASE.sql().update(dead, id, "61 seconds");
        DATABASE.sql().update(dead, id, "5 seconds");

        soon().until(() -> named("dead").size() == 1);
        assertThat(one("dead").alive()).isFalse();
        assertThat(one("dead").figures()).isEmpty();
        DATABASE.sql().update("delete from node_heartbeat where node_id = ?", id);
    }

    @Test
    void comeBackWithTheirBeginningWhereTheyWereForgotten() {
        Instant startedAt = one("stays").startedAt();
        DATABASE.sql()
                .update(
                        "delete from node_heartbeat where instance = ?",
                        one("stays").node().instance());

        assertThat(one("stays").startedAt()).isEqualTo(startedAt);
    }

    @Test
    void areOneStatementEach() {
        CountedStatements statements = STAYS.bean(CountedStatements.class);
        statements.clear();
        soon().until(() -> statements.heartbeats().size() >= 3);
        one("stays");

        assertThat(statements.ofThread("heartbeat")).isEmpty();
        assertThat(statements.ofThisThread()).allMatch(sql -> sql.contains("from node_heartbeat h join node n"));
    }

    @Test
    void comeWithEstimatesOfWhatTheStoreHolds() {
        assertThat(NODES.estimates().notifications()).isZero();
        DATABASE.sql().update("insert into inbox (recipient, head) select 'r' || i, 0 from generate_series(1, 50) i");
        DATABASE.sql().execute("analyze inbox");

        Instant before = now();
        Estimates estimates = NODES.estimates();
        assertThat(estimates.recipients()).isEqualTo(50);
        assertThat(estimates.asOf()).isBetween(before, now());
    }
}
