package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import dev.notification.stream.testing.Http;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What takes a node out of the balancer, and what is only shown. */
class ReadinessIntegrationTests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void isReadyWithASchemaThatHasMoreAndNotWithOneThatHasLess() {
        try (Cluster cluster = new Cluster()) {
            Node node = cluster.start();
            Http management = new Http(TestNode.managementPort(node.context()));
            await().atMost(DEADLINE).until(() -> status(management, "schema").equals("UP"));
            for (String component : new String[] {"readinessState", "ingest", "streams", "database", "kafka"}) {
                await().atMost(DEADLINE)
                        .until(() -> status(management, component).equals("UP"));
            }
            JdbcTemplate jdbc = node.context().getBean(JdbcTemplate.class);
            jdbc.update(
                    "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                            + " installed_by, execution_time, success)"
                            + " values (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'test', 1, true)");
            jdbc.update("update flyway_schema_history set success = false where version = '1'");
            await().during(Duration.ofSeconds(6))
                    .atMost(DEADLINE)
                    .until(() -> management.get("/readyz").statusCode() == 200);
            jdbc.update("delete from flyway_schema_history where installed_rank <> 1");
            jdbc.update("update flyway_schema_history set success = true");
            await().atMost(DEADLINE).until(() -> management.get("/readyz").statusCode() == 503);
            assertThat(status(management, "schema")).isEqualTo("OUT_OF_SERVICE");
            assertThat(status(management, "database")).isEqualTo("UP");
            assertThat(management.get("/prometheus").body()).contains("notification_ready 0.0");
            assertThat(management.get("/livez").body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void showsThatKafkaIsDownAndStaysReady() {
        try (Cluster cluster = new Cluster()) {
            Node node = cluster.start(
                    "--notification.ingest.enabled=false",
                    "--notification.kafka.create-topics=false",
                    "--notification.kafka.topics.notifications=missing-" + System.nanoTime());
            Http management = new Http(TestNode.managementPort(node.context()));
            await().atMost(DEADLINE).until(() -> status(management, "kafka").equals("DOWN"));
            HttpResponse<String> ready = management.get("/readyz");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(Http.json(ready).get("components").has("ingest")).isFalse();
            assertThat(Http.json(ready).get("components").has("canary")).isFalse();
            assertThat(ready.body()).doesNotContain("Exception", "127.0.0.1", "localhost", "missing-");
        }
    }

    private static String status(Http management, String component) {
        JsonNode components = Http.json(management.get("/readyz")).get("components");
        return components.get(component).get("status").stringValue();
    }
}
