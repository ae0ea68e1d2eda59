package dev.notification.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.notification.api.Priority;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TracesTests {
    private static final int MANY = 100_000;
    /** What the measuring itself may take. */
    private static final int NOISE = 4_096;

    @Test
    void offADeliveryCostsNoObject() {
        byte[] attributes =
                "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"".getBytes(UTF_8);
        Delivery delivery = new Delivery(
                1, Priority.NORMAL, 1, null, Instant.EPOCH, null, true, new Content("t", attributes, null, false));
        Instant now = Instant.EPOCH;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Traces.OFF.sent("alice", delivery, now);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MANY; i++) {
            Traces.OFF.stored(attributes, 1, now, now);
            Traces.OFF.sent("alice", delivery, now);
            Traces.OFF.acked("alice", 1, attributes, null, now, now);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(NOISE);
    }
}
