package dev.notification.stream.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.notification.api.Data;
import dev.notification.stream.Cluster.Node;
import dev.notification.stream.RawStream;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** C38 to C40: clients that go, break or stand still. */
@ExtendWith(Nodes.Shared.class)
class DisconnectConformanceIntegrationTests {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MANY = 30;

    private final Nodes nodes;
    private final Node node;

    DisconnectConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
        this.node = nodes.brisk();
    }

    @BeforeEach
    void nobodyIsThere() {
        await().atMost(Duration.ofSeconds(10)).until(() -> node.connections() == 0);
    }

    private List<RawStream> open(int count) {
        List<RawStream> streams = IntStream.range(0, count)
                .mapToObj(i -> nodes.recipient().streamOn(node))
                .toList();
        streams.forEach(stream -> stream.event("stream.caught-up"));
        assertThat(node.connections()).isEqualTo(count);
        return streams;
    }

    @Test
    void c38aClientThatLeavesIsForgottenWithinTwoSeconds() {
        open(MANY).forEach(RawStream::close);
        await().atMost(Duration.ofSeconds(2)).until(() -> node.connections() == 0);
    }

    @Test
    void c39aResetLeavesNothingBehind() {
        long before = descriptors();
        open(MANY).forEach(RawStream::reset);
        assertNothingIsLeft(before);
    }

    @Test
    void c39aHalfCloseAndAResetLeaveNothingBehind() {
        long before = descriptors();
        List<RawStream> streams = open(MANY);
        streams.forEach(RawStream::halfClose);
        streams.forEach(RawStream::reset);
        assertNothingIsLeft(before);
    }

    @Test
    void c39aHalfCloseAloneIsAnEnd() {
        List<RawStream> streams = open(3);
        streams.forEach(RawStream::halfClose);
        await().atMost(Duration.ofSeconds(5)).until(() -> node.connections() == 0);
        streams.forEach(RawStream::close);
    }

    private void assertNothingIsLeft(long descriptorsBefore) {
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(node.connections()).isZero();
            // Kafka's and the database's clients open and close some too
            assertThat(descriptors()).isLessThan(descriptorsBefore + MANY / 2);
        });
        long began = System.nanoTime();
        Duration busyBefore = busyLoops();
        await().pollDelay(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).until(() -> true);
        Duration busy = busyLoops().minus(busyBefore);
        assertThat(busy).isLessThan(Duration.ofNanos(System.nanoTime() - began).dividedBy(2));
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    /** What all event loops of the nodes have worked so far. */
    private static Duration busyLoops() {
        long nanos = Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith("http-"))
                .mapToLong(ThreadInfo::getThreadId)
                .map(THREADS::getThreadCpuTime)
                .sum();
        assertThat(nanos).isPositive();
        return Duration.ofNanos(nanos);
    }

    @Test
    void c40aClientThatStopsReadingIsCutOff() {
        Recipient alice = nodes.recipient();
        double slowBefore = slow();
        try (RawStream stream = alice.streamOn(node);
                RawStream other = alice.stream()) {
            other.event("stream.caught-up");
            stream.event("stream.caught-up");
            stream.stopReading();
            // what the kernels' buffers take, and more
            Data mebibyte = Data.json("\"" + "x".repeat(1_000_000) + "\"");
            int count = 16;
            for (int i = 1; i <= count; i++) {
                nodes.cluster().publish(alice.number(i).data(mebibyte).build());
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> other.seqs().size() == count);
            await().atMost(Duration.ofSeconds(30)).until(() -> slow() == slowBefore + 1);
            assertThat(node.connections()).isZero();
            stream.readOn();
            assertThat(stream.endedCleanly()).isFalse();
            assertThat(stream.seqs()).hasSizeLessThan(count);
        }
    }

    private double slow() {
        Counter slow = node.context()
                .getBean(MeterRegistry.class)
                .find("notification.stream.closed")
                .tag("reason", "slow")
                .counter();
        return slow == null ? 0 : slow.count();
    }
}
