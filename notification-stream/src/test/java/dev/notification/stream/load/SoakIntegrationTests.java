package dev.notification.stream.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.notification.stream.Answer;
import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Deliveries, acks and cuts for a minute, or for {@code -Dsoak.seconds}; then nothing is missing and nothing is left behind.
 */
class SoakIntegrationTests {
    private static final int CLIENTS = 300;
    private static final long SECONDS = Long.getLong("soak.seconds", 60);
    private static final Random random = new Random(1);

    /** What must come back to where it was. */
    private record Footprint(long heap, long descriptors, long threads) {
        static Footprint now() {
            UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Footprint(
                    SlowClientsIntegrationTests.liveHeap(),
                    system.getOpenFileDescriptorCount(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }

        /** Five in a hundred more, and a little for what is made once. */
        boolean isBackAt(Footprint before) {
            return heap <= before.heap * 1.05 + (16 << 20)
                    && descriptors <= before.descriptors * 1.05 + 10
                    && threads <= before.threads * 1.05 + 5;
        }
    }

    @Test
    void everythingArrivesAndNothingIsLeftBehind() {
        try (Cluster cluster = new Cluster()) {
            Node one = cluster.start("--notification.acks.rate=1000", "--notification.stream.ack-wait=5s");
            Node two = cluster.start("--notification.acks.rate=1000", "--notification.stream.ack-wait=5s");
            run(cluster, List.of(one, two), "warm-up", 5);
            Footprint before = Footprint.now();
            run(cluster, List.of(one, two), "guest", SECONDS);
            await().atMost(Duration.ofSeconds(60)).until(() -> Footprint.now().isBackAt(before));
            System.out.printf("before %s, after %s%n", before, Footprint.now());
        }
    }

    private static void run(Cluster cluster, List<Node> nodes, String name, long seconds) {
        ScheduledExecutorService busy = Executors.newScheduledThreadPool(3);
        Map<String, AtomicInteger> published = new ConcurrentHashMap<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Crowd crowd = new Crowd()) {
            crowd.nodes(nodes.stream().map(Node::port).toList());
            for (int i = 0; i < CLIENTS; i++) crowd.invite(name + "-" + i, true);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> crowd.guests().stream().allMatch(Guest::isOpen));
            every(
                    busy,
                    2,
                    failures,
                    () -> cluster.publishLater(Cluster.to(published(published, name), 0)
                            .data(Payload.now(100))
                            .build()));
            every(busy, 50, failures, () -> anyOf(crowd).cut());
            every(busy, 5, failures, () -> ack(anyOf(crowd), crowd.port()));
            assertThat(busy.awaitTermination(seconds, TimeUnit.SECONDS)).isFalse();
            busy.shutdown();
            assertThat(busy.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> crowd.guests().stream().allMatch(guest -> hasEverything(guest, published)));
            assertThat(crowd.statuses()).containsOnly(200);
            assertThat(failures).isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            busy.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> nodes.stream().allMatch(node -> open(node) == 0));
    }

    private static void every(ScheduledExecutorService busy, long millis, Queue<Throwable> failures, Runnable action) {
        var unused = busy.scheduleAtFixedRate(
                () -> {
                    try {
                        action.run();
                    } catch (RuntimeException | AssertionError failure) {
                        failures.add(failure);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    private static String published(Map<String, AtomicInteger> published, String name) {
        String recipient = name + "-" + random.nextInt(CLIENTS);
        published.computeIfAbsent(recipient, key -> new AtomicInteger()).incrementAndGet();
        return recipient;
    }

    private static Guest anyOf(Crowd crowd) {
        return crowd.guests().get(random.nextInt(CLIENTS));
    }

    private static void ack(Guest guest, int port) {
        long highest = guest.seqs().stream().mapToLong(Long::longValue).max().orElse(0);
        if (highest > 0) {
            assertThat(Answer.to(port, "POST", "/v1/acks", guest.token(), "{\"upTo\":" + highest + "}")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static boolean hasEverything(Guest guest, Map<String, AtomicInteger> published) {
        AtomicInteger count = published.get(guest.recipient());
        return guest.seqs().size() == (count == null ? 0 : count.get());
    }

    private static double open(Node node) {
        return node.context()
                .getBean(MeterRegistry.class)
                .get("notification.stream.connections")
                .gauge()
                .value();
    }
}
