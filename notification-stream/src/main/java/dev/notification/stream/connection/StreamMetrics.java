package dev.notification.stream.connection;

import dev.notification.store.Delivery;
import dev.notification.store.Latency;
import dev.notification.store.Page;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the streams of this node do. Safe for all threads; a delivery costs a few additions and makes no object. */
final class StreamMetrics {
    /** The client ended its stream. */
    static final String CLIENT = "client";

    private final Counter sent;
    private final Counter redelivered;
    private final Counter repairs;
    private final Counter catchUpQueries;
    private final Counter catchUpPages;
    private final Counter catchUpDeliveries;
    private final LongAdder inFlight = new LongAdder();
    private final Latency latency;
    private final Map<String, Counter> closed = new HashMap<>();

    StreamMetrics(MeterRegistry registry) {
        sent = counter(registry, "notification.stream.sent", "Frames of deliveries written to streams");
        redelivered = counter(
                registry, "notification.stream.redelivered", "Those of them that had been sent before, on any stream");
        repairs = counter(
                registry,
                "notification.stream.repairs",
                "Streams that learned of a delivery by looking, not by its arrival");
        catchUpQueries =
                counter(registry, "notification.stream.catchup.queries", "Queries for what streams had not sent");
        catchUpPages =
                counter(registry, "notification.stream.catchup.pages", "Pages read by them, one for each stream");
        catchUpDeliveries = counter(registry, "notification.stream.catchup.deliveries", "Deliveries read by them");
        registry.gauge("notification.stream.in-flight", inFlight, LongAdder::sum);
        latency = Latency.of(
                registry,
                "notification.latency.sent",
                "From the transaction that stored a delivery to its first frame on a stream that was open then");
        closed(registry, CLIENT);
        for (CloseReason reason : CloseReason.values()) closed(registry, reason.word());
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void closed(MeterRegistry registry, String reason) {
        closed.put(
                reason,
                Counter.builder("notification.stream.closed")
                        .description("Streams that ended, by reason")
                        .tag("reason", reason)
                        .register(registry));
    }

    /** @param live whether it came while the stream was open */
    void sent(Delivery delivery, boolean live, Instant now) {
        sent.increment();
        if (delivery.sentAt() != null) redelivered.increment();
        else if (live) latency.between(delivery.createdAt().toEpochMilli(), now.toEpochMilli());
    }

    /** So many more frames are unsettled. */
    void inFlight(int more) {
        inFlight.add(more);
    }

    /** A stream learned of a delivery from the sweep. */
    void repaired() {
        repairs.increment();
    }

    /** One query brought these. */
    void read(List<Page> pages) {
        catchUpQueries.increment();
        catchUpPages.increment(pages.size());
        int deliveries = 0;
        for (Page page : pages) deliveries += page.deliveries().size();
        catchUpDeliveries.increment(deliveries);
    }

    void closed(String reason) {
        Objects.requireNonNull(closed.get(reason)).increment();
    }
}
