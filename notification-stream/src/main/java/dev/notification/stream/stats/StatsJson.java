package dev.notification.stream.stats;

import dev.notification.store.Estimates;
import dev.notification.store.Figure;
import dev.notification.store.NodeStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The document of {@code /v1/admin/stats}. */
final class StatsJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private StatsJson() {}

    static byte[] of(List<NodeStatus> nodes, Estimates estimates) {
        List<NodeStatus> alive = nodes.stream().filter(NodeStatus::alive).toList();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", estimates.asOf().toString());
        json.put("nodes", nodes.stream().map(StatsJson::node).toList());
        json.put("sums", sums(alive));
        json.put("estimatedNotifications", estimates.notifications());
        json.put("estimatedDeliveries", estimates.deliveries());
        json.put("estimatedRecipients", estimates.recipients());
        return JSON.writeValueAsBytes(json);
    }

    private static Map<String, @Nullable Object> node(NodeStatus status) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", status.node().name());
        json.put("instance", status.node().instance().toString());
        json.put("roles", status.roles().stream().sorted().toList());
        json.put("startedAt", status.startedAt().toString());
        json.put("seenAt", status.seenAt().toString());
        json.put("alive", status.alive());
        for (Figure figure : Figure.values())
            json.put(figure.label(), value(figure, status.figures().get(figure)));
        return json;
    }

    private static Map<String, @Nullable Object> sums(List<NodeStatus> alive) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("nodes", alive.size());
        for (Figure figure : Figure.values()) json.put(figure.label(), value(figure, sum(figure, alive)));
        return json;
    }

    private static @Nullable Long sum(Figure figure, List<NodeStatus> alive) {
        return alive.stream()
                .filter(status -> status.figures().containsKey(figure))
                .map(status -> status.figures().get(figure))
                .reduce(Long::sum)
                .orElse(null);
    }

    /** Nothing counted is 0; a lag that nobody knows is not. */
    private static @Nullable Long value(Figure figure, @Nullable Long known) {
        return known == null && figure != Figure.INGEST_LAG ? Long.valueOf(0) : known;
    }
}
