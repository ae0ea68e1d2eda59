package dev.notification.stream;

import static dev.notification.stream.signals.AlarmRules.fires;
import static dev.notification.stream.signals.AlarmRules.look;
import static dev.notification.stream.signals.AlarmRules.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.servers.TestServers;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.signals.AlarmRules;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However much admins ask, and however long it takes: nobody's ack waits for it. */
class AdminThreadsIntegrationTests {
    private static final String AUDIT = "/v1/admin/audit";

    /** Longer than the test takes: the limits of a session would end what is to last. */
    private static final String PATIENT = "--spring.datasource.hikari.data-source-properties.options="
            + "-c lock_timeout=60s -c statement_timeout=60s";

    private static final String ALARM = "NotificationAdminRefusing";

    private final ExecutorService admins = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        admins.shutdownNow();
    }

    @Test
    void acksAreAnsweredWhileAdminsWaitAndItShows() throws Exception {
        var postgres = TestServers.postgres();
        try (Cluster cluster = new Cluster();
                Connection connection =
                        DriverManager.getConnection(cluster.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            Node node = cluster.start("--notification.admin.threads=1", "--notification.admin.queue=1", PATIENT);
            int management = TestNode.managementPort(node.context());
            List<Map<String, String>> minutes = new ArrayList<>(minutes(12, look(management)));
            connection.setAutoCommit(false);
            statement.execute("lock table audit in access exclusive mode");

            List<CompletableFuture<Answer>> answers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> node.get("operator", AUDIT), admins))
                    .limit(5)
                    .toList();
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            answers.stream().filter(CompletableFuture::isDone).count() == 3);
            Map<String, String> busy = look(management);
            assertThat(busy)
                    .containsEntry(meter("threads"), "1.0")
                    .containsEntry(meter("active"), "1.0")
                    .containsEntry(meter("waiting"), "1.0")
                    .containsEntry(meter("rejected_total"), "3.0");
            assertThat(node.post("alice", "/v1/acks", "{\"seqs\":[1]}").status())
                    .isEqualTo(200);
            assertThat(node.get("alice", "/v1/inbox").status()).isEqualTo(200);
            connection.rollback();

            assertThat(answers.stream().map(CompletableFuture::join).map(Answer::status))
                    .containsExactlyInAnyOrder(200, 200, 503, 503, 503);
            assertThat(answers.stream().map(CompletableFuture::join).filter(answer -> answer.status() == 503))
                    .allSatisfy(answer -> assertThat(answer.body()).contains("overloaded"));

            AlarmRules.needPromtool();
            assertThat(fires(ALARM, minutes)).isFalse();
            minutes.addAll(minutes(2, busy));
            assertThat(fires(ALARM, minutes)).isTrue();
        }
    }

    private static String meter(String name) {
        return "notification_admin_" + name + "{instance=\"node\"}";
    }
}
