package dev.notification.store.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Counts what became of records, after it was committed. */
final class IngestMetrics {
    private final MeterRegistry registry;
    private final Counter stored;
    private final Counter duplicates;

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.stored = Counter.builder("notification.ingest.stored")
                .description("Deliveries placed in inboxes")
                .register(registry);
        this.duplicates = Counter.builder("notification.ingest.duplicates")
                .description("Records that repeat a stored notification")
                .register(registry);
    }

    void count(int deliveries, int repeats, List<Refusal> refusals) {
        stored.increment(deliveries);
        duplicates.increment(repeats);
        refusals.forEach(this::rejected);
    }

    private void rejected(Refusal refusal) {
        Counter.builder("notification.ingest.rejected")
                .description("Records kept in the dead-letter topic")
                .tag("code", refusal.rejection().code().code())
                .register(registry)
                .increment();
    }
}
