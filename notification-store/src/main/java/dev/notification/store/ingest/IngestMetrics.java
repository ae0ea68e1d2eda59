package dev.notification.store.ingest;

import dev.notification.api.RejectionCode;
import dev.notification.store.CanaryRecipient;
import dev.notification.store.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts what became of records, after it was committed. */
final class IngestMetrics {
    private final Counter stored;
    private final Counter duplicates;
    private final Latency latency;
    /** All from the start: what begins to exist with its first increment has none that a rate could see. */
    private final Map<RejectionCode, Counter> rejected = new EnumMap<>(RejectionCode.class);

    IngestMetrics(MeterRegistry registry) {
        this.stored = Counter.builder("notification.ingest.stored")
                .description("Deliveries placed in inboxes")
                .register(registry);
        this.duplicates = Counter.builder("notification.ingest.duplicates")
                .description("Records that repeat a stored notification")
                .register(registry);
        this.latency = Latency.of(
                registry,
                "notification.latency.stored",
                "From the time of a record in Kafka to the commit that stored it");
        for (RejectionCode code : RejectionCode.values()) {
            rejected.put(
                    code,
                    Counter.builder("notification.ingest.rejected")
                            .description("Records kept in the dead-letter topic")
                            .tag("code", code.code())
                            .register(registry));
        }
    }

    void count(List<Stored> deliveries, int repeats, List<Refusal> refusals) {
        int count = 0;
        for (Stored one : deliveries)
            if (!CanaryRecipient.isReserved(one.place().recipient())) count++;
        stored.increment(count);
        duplicates.increment(repeats);
        for (Refusal refusal : refusals) {
            Objects.requireNonNull(rejected.get(refusal.rejection().code())).increment();
        }
    }

    /** These were stored by a commit at this time, in milliseconds of the epoch. */
    void took(List<MessageKeys.Identified> drafts, long committed) {
        for (MessageKeys.Identified fresh : drafts) {
            if (fresh.draft().notification().audience().names().stream().allMatch(CanaryRecipient::isReserved))
                continue;
            latency.between(fresh.draft().record().timestamp(), committed);
        }
    }
}
