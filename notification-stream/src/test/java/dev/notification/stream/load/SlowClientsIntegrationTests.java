package dev.notification.stream.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * C40, F49: clients that do not read are cut, cost little, delay nobody, and complete later. One in five of
 * {@code -Dload.clients}.
 */
class SlowClientsIntegrationTests {
    private static final int SLOW = Integer.getInteger("load.clients", 250) / 5;
    private static final int NORMAL = 4 * SLOW;
    private static final int FRAME = 45_000;
    private static final int CALM_ROUNDS = 25;
    /** Together more than what the system takes for a client that reads nothing, a few megabytes, and what the service holds. */
    private static final int ROUNDS = 100;

    private static final long MAX_HEAP_GROWTH = 64L << 20;

    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

    @Test
    void onlySlowClientsAreCutAndTheOthersDoNotNotice() {
        try (Cluster cluster = new Cluster();
                Crowd crowd = new Crowd()) {
            Node node = cluster.start("--notification.stream.slow-timeout=4s", "--notification.stream.ack-wait=10m");
            crowd.nodes(List.of(node.port()));
            crowd.onLatency(latencies::add);
            List<Guest> normal = invite(crowd, "normal", NORMAL);
            List<Guest> slow = invite(crowd, "slow", SLOW);
            publish(cluster, CALM_ROUNDS);
            received(slow, CALM_ROUNDS);
            latencies.clear();
            publish(cluster, CALM_ROUNDS);
            received(slow, 2 * CALM_ROUNDS);
            long without = p99();

            slow.forEach(Guest::stopReading);
            opened(slow);
            long heap = liveHeap();
            latencies.clear();
            publish(cluster, ROUNDS);
            long grown = liveHeap() - heap;
            long with = p99();
            await().atMost(Duration.ofSeconds(60)).until(() -> cut(node) == SLOW);
            System.out.printf(
                    "p99 of the others: %d ms while all read, %d ms while %d do not; heap grew by %d KB%n",
                    without / 1_000_000, with / 1_000_000, SLOW, grown / 1024);
            assertThat(normal).allMatch(Guest::isOpen);
            assertThat(grown).isLessThan(MAX_HEAP_GROWTH);
            // a wide margin for a machine that does other things: the figures above are the measurement
            assertThat(with).isLessThan(2 * without + 500_000_000);

            slow.forEach(Guest::readOn);
            received(slow, 2 * CALM_ROUNDS + ROUNDS);
            received(normal, 2 * CALM_ROUNDS + ROUNDS);
        }
    }

    private static List<Guest> invite(Crowd crowd, String name, int count) {
        List<Guest> guests = IntStream.range(0, count)
                .mapToObj(i -> crowd.invite(name + "-" + i, true))
                .toList();
        opened(guests);
        return guests;
    }

    private static void opened(List<Guest> guests) {
        await().atMost(Duration.ofSeconds(60)).until(() -> guests.stream().allMatch(Guest::isOpen));
    }

    private static void received(List<Guest> guests, int count) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> guests.stream().allMatch(guest -> guest.seqs().size() == count));
    }

    /** In each round one large notification for those who may be slow, and a small one for the others, whose time counts. */
    private void publish(Cluster cluster, int rounds) {
        for (int round = 1; round <= rounds; round++) {
            int count = round * NORMAL;
            cluster.publishLater(to("slow", SLOW, Data.json("\"" + "x".repeat(FRAME) + "\"")));
            cluster.publishLater(to("normal", NORMAL, Payload.now(200)));
            // one after the other: what is measured is a delivery, not a queue
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> latencies.size() >= count);
        }
    }

    private static Notification to(String name, int count, Data data) {
        return Notification.builder()
                .source("/load")
                .type("load")
                .recipients(
                        IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList())
                .data(data)
                .build();
    }

    private long p99() {
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) (sorted.length * 0.99)];
    }

    private static long cut(Node node) {
        Counter counter = node.context()
                .getBean(MeterRegistry.class)
                .find("notification.stream.closed")
                .tag("reason", "slow")
                .counter();
        return counter == null ? 0 : (long) counter.count();
    }

    static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
