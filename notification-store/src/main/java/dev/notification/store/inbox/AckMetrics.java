package dev.notification.store.inbox;

import dev.notification.store.CanaryRecipient;
import dev.notification.store.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Counts what was newly acked, after it was committed. */
final class AckMetrics {
    private final Counter acked;
    private final Latency latency;

    AckMetrics(MeterRegistry registry) {
        this.acked = Counter.builder("notification.acks.acked")
                .description("Deliveries that were newly acked")
                .register(registry);
        this.latency =
                Latency.of(registry, "notification.latency.acked", "From the last time a delivery was sent to its ack");
    }

    void count(List<Acks.Change> changes) {
        int count = 0;
        for (Acks.Change change : changes) {
            if (!change.acked() || CanaryRecipient.isReserved(change.recipient())) continue;
            count++;
            if (change.sent()) latency.took(change.sinceSent());
        }
        acked.increment(count);
    }
}
