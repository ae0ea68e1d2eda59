package dev.notification.stream.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two nodes are replaced one after the other under 2,000 clients: nobody misses anything, nobody is told to give up. */
class RollingRestartIntegrationTests {
    private static final int CLIENTS = 2_000;
    private static final String[] SETTINGS = {"--notification.stream.drain=15s", "--notification.stream.ack-wait=10m"};

    @Test
    void nobodyMissesAnythingAndTheyDoNotComeBackAllAtOnce() {
        ScheduledExecutorService producer = Executors.newSingleThreadScheduledExecutor();
        try (Cluster cluster = new Cluster();
                Crowd crowd = new Crowd()) {
            Node first = cluster.start(SETTINGS);
            Node second = cluster.start(SETTINGS);
            crowd.nodes(List.of(first.port(), second.port()));
            for (int i = 0; i < CLIENTS; i++) crowd.invite("guest-" + i, true);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> crowd.guests().stream().allMatch(Guest::isOpen));

            Map<String, AtomicInteger> published = new ConcurrentHashMap<>();
            Random random = new Random(1);
            var unused = producer.scheduleWithFixedDelay(
                    () -> publish(cluster, "guest-" + random.nextInt(CLIENTS), published),
                    0,
                    10,
                    TimeUnit.MILLISECONDS);

            Node third = replace(cluster, crowd, first, second);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> crowd.guests().stream().allMatch(Guest::isOpen));
            replace(cluster, crowd, second, third);
            producer.shutdown();
            assertThat(producer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> crowd.guests().stream().allMatch(guest -> hasEverything(guest, published)));
            assertThat(crowd.statuses()).hasSizeGreaterThan(2 * CLIENTS).containsOnly(200);
            assertThat(largestShareOfASecond(crowd.reconnects())).isLessThanOrEqualTo(0.15);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            producer.shutdownNow();
        }
    }

    private static void publish(Cluster cluster, String recipient, Map<String, AtomicInteger> published) {
        cluster.publish(Cluster.to(recipient, 0).data(Payload.now(0)).build());
        published.computeIfAbsent(recipient, name -> new AtomicInteger()).incrementAndGet();
    }

    /** The balancer stops sending to the old node, it goes down, its successor comes up. */
    private static Node replace(Cluster cluster, Crowd crowd, Node old, Node other) {
        crowd.nodes(List.of(other.port()));
        old.context().close();
        Node fresh = cluster.start(SETTINGS);
        crowd.nodes(List.of(other.port(), fresh.port()));
        return fresh;
    }

    private static boolean hasEverything(Guest guest, Map<String, AtomicInteger> published) {
        AtomicInteger count = published.get(guest.recipient());
        return guest.seqs().size() == (count == null ? 0 : count.get());
    }

    private static double largestShareOfASecond(List<Long> nanos) {
        Map<Long, Integer> seconds = new HashMap<>();
        nanos.forEach(at -> seconds.merge(Duration.ofNanos(at).toSeconds(), 1, Integer::sum));
        int largest =
                seconds.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        System.out.printf("%d reconnects, at most %d in one second%n", nanos.size(), largest);
        return (double) largest / nanos.size();
    }
}
