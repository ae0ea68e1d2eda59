package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import dev.notification.store.Content;
import dev.notification.store.Delivery;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamMetricsTests {
    private static final Instant STORED = Instant.parse("2026-01-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StreamMetrics metrics = new StreamMetrics(registry);

    @Test
    void takesTheTimeOfFirstFramesOfWhatCameWhileTheStreamWasOpen() {
        metrics.sent(delivery(null), true, STORED.plusMillis(40));
        metrics.sent(delivery(null), false, STORED.plusSeconds(100_000));
        metrics.sent(delivery(STORED.plusSeconds(1)), true, STORED.plusSeconds(31));
        Timer latency = registry.get("notification.latency.sent").timer();
        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
        assertThat(registry.get("notification.stream.sent").counter().count()).isEqualTo(3);
        assertThat(registry.get("notification.stream.redelivered").counter().count())
                .isEqualTo(1);
    }

    @Test
    void countsClocksThatDifferAsNoTime() {
        metrics.sent(delivery(null), true, STORED.minusSeconds(5));
        Timer latency = registry.get("notification.latency.sent").timer();
        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.totalTime(TimeUnit.MILLISECONDS)).isZero();
    }

    @Test
    void hasEveryReasonFromTheStart() {
        metrics.closed(StreamMetrics.CLIENT);
        for (CloseReason reason : CloseReason.values()) {
            assertThat(registry.get("notification.stream.closed")
                            .tag("reason", reason.word())
                            .counter()
                            .count())
                    .isZero();
        }
    }

    private static Delivery delivery(@Nullable Instant sentAt) {
        Content content = new Content("test", new byte[0], null, false);
        return new Delivery(1, Priority.NORMAL, 1, sentAt, STORED, null, true, content);
    }
}
