package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Once traffic stops, every count that admins and recipients are told is that of the rows. */
class CountsIntegrationTests {
    private static final String SEED = "notification.test.seed";
    /** Every state occurs with it; not every other one promises that. */
    private static final long USUAL_SEED = 513_154;

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** Sent marks are durable within a second. */
    private static final Duration QUIET = Duration.ofMillis(1_500);

    private static final int THREADS = 3;
    private static final int ROUNDS = 3;
    private static final int STEPS = 50;
    private static final String PATH = "/v1/admin/notifications";
    private static final String[] SETTINGS = {
        "--notification.stream.ack-wait=700ms",
        "--notification.stream.backoff=700ms",
        "--notification.stream.max-attempts=2",
        "--notification.stream.max-streams-per-recipient=100",
        "--notification.stream.reconnect-burst=10000",
        "--notification.acks.burst=10000"
    };

    @Test
    void areThoseOfTheRowsAfterARandomRun() {
        long seed = Long.getLong(SEED, USUAL_SEED);
        System.out.println("Random run, repeat it with -D" + SEED + "=" + seed);
        try (Cluster cluster = new Cluster();
                CountedRows rows = new CountedRows(cluster.jdbcUrl())) {
            List<Node> nodes = List.of(cluster.start(SETTINGS), cluster.start(SETTINGS));
            run(cluster, nodes, rows, seed);
            settle(nodes, rows);

            Map<String, Long> states = rows.states();
            assertThat(states.values()).as("seed %s: %s", seed, states).doesNotContain(0L);
            assertThat(sum(states)).as("no delivery is in two states or none").isEqualTo(rows.deliveries());
            Node other = nodes.get(1);
            Map<String, Long> told = new LinkedHashMap<>();
            for (CountedRows.Key key : rows.notifications()) {
                compare(other, rows, key).forEach((state, count) -> told.merge(state, count, Long::sum));
            }
            assertThat(told).as("seed %s, all notifications", seed).isEqualTo(states);
            for (String recipient : RandomTraffic.RECIPIENTS) compare(other, rows, recipient);
        }
    }

    private static void run(Cluster cluster, List<Node> nodes, CountedRows rows, long seed) {
        List<RandomTraffic> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) all.add(new RandomTraffic(cluster, nodes, seed, i));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture.allOf(all.stream()
                                .map(one -> CompletableFuture.runAsync(() -> one.run(STEPS), threads))
                                .toArray(CompletableFuture[]::new))
                        .join();
                all.get(0).everybodyComes();
                await().atMost(DEADLINE)
                        .until(() -> rows.ingested()
                                == all.stream()
                                        .mapToInt(RandomTraffic::published)
                                        .sum());
                await().atMost(DEADLINE).until(() -> rows.states().getOrDefault("exhausted", 0L) > 0);
            }
        } finally {
            threads.shutdown();
            all.forEach(RandomTraffic::close);
        }
    }

    /** Nothing is connected, nothing is still to expire, and no row changes for as long as a sent mark may take. */
    private static void settle(List<Node> nodes, CountedRows rows) {
        await().atMost(DEADLINE)
                .until(() -> nodes.stream().mapToInt(Node::connections).sum() == 0);
        await().atMost(DEADLINE).until(() -> rows.expiring() == 0);
        AtomicReference<String> last = new AtomicReference<>("");
        await().atMost(DEADLINE).during(QUIET).until(() -> {
            String now = rows.fingerprint();
            return now.equals(last.getAndSet(now));
        });
    }

    /** Returns what it was told. */
    private static Map<String, Long> compare(Node node, CountedRows rows, CountedRows.Key key) {
        String query = "?source=" + key.source() + "&id=" + key.id();
        JsonNode found = get(node, "operator", PATH + query);
        Map<String, Long> told = new LinkedHashMap<>();
        found.get("states")
                .properties()
                .forEach(state -> told.put(state.getKey(), state.getValue().asLong()));
        assertThat(told).as("%s", key).isEqualTo(rows.states(key));
        assertThat(sum(told)).as("%s", key).isEqualTo(rows.deliveries(key));
        assertThat(found.get("deliveries").asLong()).as("%s", key).isEqualTo(rows.deliveries(key));
        assertThat(found.get("audience").asLong()).as("%s", key).isEqualTo(rows.audience(key));
        assertThat(found.get("read").asLong()).as("%s", key).isEqualTo(rows.read(key));
        told.forEach((state, count) -> assertThat(exported(node, query + "&state=" + state))
                .as("%s exported as %s", key, state)
                .isEqualTo(count));
        return told;
    }

    private static void compare(Node node, CountedRows rows, String recipient) {
        String expected = "{\"head\":%d,\"unacked\":%d,\"unread\":%d}"
                .formatted(rows.head(recipient), rows.unacked(recipient), rows.unread(recipient));
        assertThat(get(node, recipient, "/v1/inbox/summary").toString())
                .as(recipient)
                .isEqualTo(expected);
        JsonNode summary =
                get(node, "operator", "/v1/admin/recipients/" + recipient).get("summary");
        assertThat("{\"head\":%d,\"unacked\":%d,\"unread\":%d}"
                        .formatted(
                                summary.get("head").asLong(),
                                summary.get("unacked").asLong(),
                                summary.get("unread").asLong()))
                .as("%s, as the operator sees it", recipient)
                .isEqualTo(expected);
    }

    private static long exported(Node node, String query) {
        var lines = node.http()
                .get(
                        PATH + "/deliveries" + query,
                        "Authorization",
                        "Bearer " + Tokens.of("operator"),
                        "Accept",
                        "application/x-ndjson");
        assertThat(lines.statusCode()).as(lines.body()).isEqualTo(200);
        return lines.body().lines().count();
    }

    private static JsonNode get(Node node, String subject, String path) {
        Answer answer = node.get(subject, path);
        assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static long sum(Map<String, Long> states) {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }
}
