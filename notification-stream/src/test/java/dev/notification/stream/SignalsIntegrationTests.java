package dev.notification.stream;

import static dev.notification.stream.signals.AlarmRules.fires;
import static dev.notification.stream.signals.AlarmRules.look;
import static dev.notification.stream.signals.AlarmRules.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.servers.TestServers;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.signals.AlarmRules;
import dev.notification.stream.signals.Dashboard;
import dev.notification.stream.testing.Http;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a process shows of itself while it is well, and while its database is away. */
class SignalsIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Cluster CLUSTER = new Cluster();
    /** As many as an alarm waits for, and one. */
    private static final int MUCH = 10_001;

    private static int management;
    private static Node node = new Node(new org.springframework.context.support.GenericApplicationContext());

    @BeforeAll
    static void start() {
        node = CLUSTER.start(
                "--notification.canary.enabled=true",
                "--notification.canary.interval=1s",
                "--notification.node.name=signals");
        management = TestNode.managementPort(node.context());
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void showsEveryMetricThatAlarmsAndDashboardAskFor() {
        try (RawStream stream = node.stream("alice")) {
            CLUSTER.publish(Cluster.to("alice", 1).build());
            stream.hasSequences(1L);
            assertThat(node.post("alice", "/v1/acks", "{\"seqs\":[1]}").status())
                    .isEqualTo(200);
        }
        System.gc();
        Set<String> wanted = AlarmRules.metricsIn(String.join("\n", Dashboard.expressions()));
        wanted.addAll(AlarmRules.metrics());
        assertThat(wanted).hasSizeGreaterThan(30);
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(names()).containsAll(wanted));
    }

    @Test
    void countsWhatStreamsSendAndClientsAck() {
        Map<String, String> before = look(management);
        try (RawStream stream = node.stream("carol")) {
            stream.event("stream.caught-up");
            for (int i = 1; i <= 3; i++) CLUSTER.publish(Cluster.to("carol", i).build());
            stream.hasSequences(1L, 2L, 3L);
            await().atMost(DEADLINE).until(() -> inFlight() == 3);
            try (RawStream second = node.stream("carol")) {
                second.hasSequences(1L, 2L, 3L);
                await().atMost(DEADLINE).until(() -> inFlight() == 6);
            }
            assertThat(node.post("carol", "/v1/acks", "{\"seqs\":[1,2]}").status())
                    .isEqualTo(200);
            await().atMost(DEADLINE).until(() -> inFlight() == 1);
        }
        await().atMost(DEADLINE).until(() -> inFlight() == 0);
        assertThat(grown(before, "notification_stream_sent_total")).isEqualTo(6);
        assertThat(grown(before, "notification_acks_acked_total")).isEqualTo(2);
        assertThat(grown(before, "notification_latency_acked_seconds_count")).isEqualTo(2);
        assertThat(grown(before, "notification_latency_sent_seconds_count")).isEqualTo(3);
        assertThat(grown(before, "notification_latency_stored_seconds_count")).isEqualTo(3);
        assertThat(grown(before, "notification_stream_catchup_deliveries_total"))
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void knowsThatNotificationsArrive() {
        AlarmRules.needPromtool();
        await().atMost(DEADLINE).until(() -> canaryAge() < 3);
        assertThat(value(look(management), "notification_canary_roundtrip_seconds_count"))
                .isPositive();
        List<Map<String, String>> calm = new ArrayList<>(minutes(15, look(management)));
        for (String alarm :
                List.of("CanaryTooOld", "IngestLag", "IngestStandsStill", "Rejections", "ProcessNotReady")) {
            assertThat(fires("Notification" + alarm, calm)).as(alarm).isFalse();
        }
    }

    @Test
    void canariesCountNowhereButInTheirOwnMetrics() {
        Map<String, String> before = look(management);
        await().atMost(DEADLINE).until(() -> grown(before, "notification_canary_roundtrip_seconds_count") >= 3);
        for (String metric : List.of(
                "notification_ingest_stored_total",
                "notification_stream_sent_total",
                "notification_acks_acked_total",
                "notification_stream_catchup_deliveries_total",
                "notification_latency_stored_seconds_count",
                "notification_latency_sent_seconds_count",
                "notification_latency_acked_seconds_count")) {
            assertThat(grown(before, metric)).as(metric).isZero();
        }
        await().atMost(DEADLINE).until(() -> node.connections() == 0);
        assertThat(inFlight()).isZero();
    }

    @Test
    void leavesNothingUnacked() {
        JsonNode inbox = await().atMost(DEADLINE)
                .until(
                        () -> node.get("canary:signals", "/v1/inbox/summary").json(),
                        summary -> summary.get("head").asLong() >= 3);
        assertThat(inbox.get("unacked").asLong()).isLessThanOrEqualTo(1);
    }

    @Test
    void letsNobodyPublishInItsName() {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",";
        for (String audience : List.of("\"recipient\":\"canary:x\"", "\"recipients\":\"bob,canary:x\"")) {
            var answer = node.http()
                    .send(
                            "POST",
                            "/v1/notifications",
                            event + audience + "}",
                            "Authorization",
                            "Bearer " + Tokens.of("alice"),
                            "Content-Type",
                            "application/cloudevents+json");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(Http.json(answer).get("code").stringValue()).isEqualTo("invalid-attribute");
            assertThat(Http.json(answer).get("detail").stringValue()).contains("must not begin with canary:");
        }
    }

    @Test
    void alarmsWhenRecordsAreRejected() {
        AlarmRules.needPromtool();
        Map<String, String> before = look(management);
        CLUSTER.records().write(List.of("nonsense".getBytes(StandardCharsets.US_ASCII)));
        await().atMost(DEADLINE).until(() -> grown(before, "notification_ingest_rejected_total") == 1);
        List<Map<String, String>> minutes = new ArrayList<>(minutes(12, before));
        assertThat(fires("NotificationRejections", minutes)).isFalse();
        minutes.addAll(minutes(2, look(management)));
        assertThat(fires("NotificationRejections", minutes)).isTrue();
    }

    @Test
    void alarmsAndStaysReadyWhileTheDatabaseIsAwayAndKnowsWhenItIsBack() throws SQLException {
        AlarmRules.needPromtool();
        await().atMost(DEADLINE).until(() -> canaryAge() < 3);
        List<Map<String, String>> minutes = new ArrayList<>(minutes(10, look(management)));
        String database = CLUSTER.jdbcUrl().substring(CLUSTER.jdbcUrl().lastIndexOf('/') + 1);
        admin("alter database " + database + " allow_connections false");
        admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
        try {
            for (int i = 0; i < MUCH; i++)
                CLUSTER.publishLater(Cluster.to("bob", i).build());
            await().atMost(DEADLINE)
                    .until(() -> value(look(management), "notification_ingest_lag") >= MUCH && canaryAge() > 7);
            minutes.addAll(minutes(10, look(management)));
            for (String alarm : List.of("CanaryTooOld", "IngestLag", "IngestStandsStill")) {
                assertThat(fires("Notification" + alarm, minutes)).as(alarm).isTrue();
            }
            await().atMost(DEADLINE).until(() -> component("database").equals("DOWN"));
            assertThat(component("canary")).isEqualTo("DOWN");
            assertThat(component("kafka")).isEqualTo("UP");
            assertThat(readiness()).isEqualTo("UP");
            assertThat(new Http(management).get("/livez").statusCode()).isEqualTo(200);
            assertThat(new Http(management).get("/readyz").body())
                    .doesNotContain("Exception", "127.0.0.1", "localhost", "5432", database);
        } finally {
            admin("alter database " + database + " allow_connections true");
        }
        await().atMost(DEADLINE)
                .until(() -> canaryAge() < 3 && component("database").equals("UP"));
        await().atMost(DEADLINE).until(() -> value(look(management), "notification_ingest_lag") == 0);
        assertThat(component("canary")).isEqualTo("UP");
    }

    private static String component(String name) {
        JsonNode body = Http.json(new Http(management).get("/readyz"));
        return body.get("components").get(name).get("status").stringValue();
    }

    /** The status as it is said, which must be that of a node that takes traffic. */
    private static String readiness() {
        var answer = new Http(management).get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Http.json(answer).get("status").stringValue();
    }

    private static double canaryAge() {
        return value(look(management), "notification_canary_age_seconds");
    }

    private static double inFlight() {
        return value(look(management), "notification_stream_in_flight");
    }

    private static double grown(Map<String, String> before, String metric) {
        return value(look(management), metric) - value(before, metric);
    }

    /** The sum over all series of this name. */
    private static double value(Map<String, String> samples, String metric) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(metric + "{"))
                .mapToDouble(sample -> Double.parseDouble(sample.getValue()))
                .sum();
    }

    private static Set<String> names() {
        return look(management).keySet().stream()
                .map(series -> series.substring(0, series.indexOf('{')))
                .collect(Collectors.toSet());
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
