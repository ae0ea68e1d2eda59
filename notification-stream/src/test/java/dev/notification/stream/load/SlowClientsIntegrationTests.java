package dev.notification.stream.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Notification;
import dev.notification.stream.Cluster;
import dev.notification.stream.Cluster.Node;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** C40, F49: clients that do not read are cut, cost little, delay nobody, and complete later. */
class SlowClientsIntegrationTests {
    private static final int NORMAL = 800;
    private static final int SLOW = 200;
    private static final int PAYLOAD = 6 * 1024;
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
            List<Guest> normal = IntStream.range(0, NORMAL)
                    .mapToObj(i -> crowd.invite("normal-" + i, true))
                    .toList();
            opened(normal);
            publish(cluster, false);
            received(normal, ROUNDS);
            latencies.clear();
            publish(cluster, false);
            received(normal, 2 * ROUNDS);
            long without = p99();

            List<Guest> slow = IntStream.range(0, SLOW)
                    .mapToObj(i -> crowd.invite("slow-" + i, false))
                    .toList();
            opened(slow);
            long heap = liveHeap();
            latencies.clear();
            publish(cluster, true);
            long grown = liveHeap() - heap;
            received(normal, 3 * ROUNDS);
            long with = p99();
            await().atMost(Duration.ofSeconds(60)).until(() -> cut(node) == SLOW);
            System.out.printf(
                    "p99 without slow clients %d ms, with them %d ms; heap grew by %d KB%n",
                    without / 1_000_000, with / 1_000_000, grown / 1024);
            assertThat(normal).allMatch(Guest::isOpen);
            assertThat(grown).isLessThan(MAX_HEAP_GROWTH);
            // a wide margin for a machine that does other things: the figures above are the measurement
            assertThat(with).isLessThan(2 * without + 500_000_000);

            slow.forEach(Guest::readOn);
            received(slow, ROUNDS);
        }
    }

    private static void opened(List<Guest> guests) {
        await().atMost(Duration.ofSeconds(60)).until(() -> guests.stream().allMatch(Guest::isOpen));
    }

    private static void received(List<Guest> guests, int count) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> guests.stream().allMatch(guest -> guest.seqs().size() == count));
    }

    /** Each round is for eight of the normal ones, and for all of the slow ones. */
    private void publish(Cluster cluster, boolean toSlowOnes) {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> names = new ArrayList<>();
            IntStream.range(0, NORMAL).forEach(i -> names.add("normal-" + i));
            if (toSlowOnes) IntStream.range(0, SLOW).forEach(i -> names.add("slow-" + i));
            cluster.publish(Notification.builder()
                    .source("/load")
                    .type("load")
                    .recipients(names)
                    .data(Payload.now(PAYLOAD))
                    .build());
            int sofar = round;
            int before = latencies.size();
            // one round after the other: what is measured is a delivery, not a queue
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> latencies.size() >= (sofar + 1) * NORMAL || latencies.size() > before + NORMAL);
        }
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
