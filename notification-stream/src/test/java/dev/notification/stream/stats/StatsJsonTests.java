package dev.notification.stream.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Estimates;
import dev.notification.store.Figure;
import dev.notification.store.Node;
import dev.notification.store.NodeStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StatsJsonTests {
    private static final Instant TIME = Instant.parse("2026-05-04T03:02:01.5Z");

    private static NodeStatus node(String name, boolean alive, Map<Figure, Long> figures) {
        return new NodeStatus(
                new Node(name, new UUID(0, name.length())), Set.of("stream", "ingest"), TIME, TIME, alive, figures);
    }

    @Test
    void hasTheseFieldsAndSumsOfTheLiving() {
        byte[] json = StatsJson.of(
                List.of(
                        node("a", true, Map.of(Figure.SENT, 2L, Figure.CONNECTIONS, 1L)),
                        node("bb", true, Map.of(Figure.SENT, 3L, Figure.INGEST_LAG, 9L)),
                        node("ccc", false, Map.of(Figure.SENT, 100L))),
                new Estimates(TIME, 4, 5, 6));

        String common = "\"roles\":[\"ingest\",\"stream\"],\"startedAt\":\"2026-05-04T03:02:01.500Z\","
                + "\"seenAt\":\"2026-05-04T03:02:01.500Z\",";
        String rest = "\"redelivered\":0,\"acked\":0,\"stored\":0,\"duplicates\":0,\"rejected\":0,\"ingestLag\":%s,"
                + "\"databaseWaiting\":0,\"arrivalsDropped\":0}";
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"at\":\"2026-05-04T03:02:01.500Z\",\"nodes\":["
                        + "{\"name\":\"a\",\"instance\":\"00000000-0000-0000-0000-000000000001\"," + common
                        + "\"alive\":true,\"connections\":1,\"inFlight\":0,\"sent\":2," + rest.formatted("null") + ","
                        + "{\"name\":\"bb\",\"instance\":\"00000000-0000-0000-0000-000000000002\"," + common
                        + "\"alive\":true,\"connections\":0,\"inFlight\":0,\"sent\":3," + rest.formatted("9") + ","
                        + "{\"name\":\"ccc\",\"instance\":\"00000000-0000-0000-0000-000000000003\"," + common
                        + "\"alive\":false,\"connections\":0,\"inFlight\":0,\"sent\":100," + rest.formatted("null")
                        + "],\"sums\":{\"nodes\":2,\"connections\":1,\"inFlight\":0,\"sent\":5," + rest.formatted("9")
                        + ",\"estimatedNotifications\":4,\"estimatedDeliveries\":5,\"estimatedRecipients\":6}");
    }
}
