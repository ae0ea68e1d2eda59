package dev.notification.store;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What became of a notification, as spans of the trace that its producer began: stored, sent and acked, each a child of the
 * notification's {@code traceparent}. No span without one, nor when it is not sampled. All methods return at once while
 * tracing is off, and are called after what they tell of. Safe for all threads.
 */
public final class Traces {
    /** Tracing is off. */
    public static final Traces OFF = new Traces(null, new LoggedRecipients(false));

    private static final String RECIPIENT = "notification.recipient";
    private static final String SEQ = "notification.seq";

    private final @Nullable Tracer tracer;
    private final LoggedRecipients recipients;

    /** @param tracer null for off */
    public Traces(@Nullable Tracer tracer, LoggedRecipients recipients) {
        this.tracer = tracer;
        this.recipients = recipients;
    }

    /** Whether anything is traced. What has to be fetched for a span alone is fetched only then. */
    public boolean isOn() {
        return tracer != null;
    }

    /**
     * A notification was stored by a transaction of many.
     *
     * @param deliveries how many inboxes it entered
     * @param from when the records were taken
     * @param to when they were committed
     */
    public void stored(byte[] attributes, int deliveries, Instant from, Instant to) {
        if (tracer == null) return;
        Span.Builder span = span(tracer, "notification.stored", Span.Kind.CONSUMER, attributes, from);
        if (span == null) return;
        span.tag("notification.deliveries", deliveries).start().end(nanos(to), TimeUnit.NANOSECONDS);
    }

    /** A delivery was written to a stream, at this moment. */
    public void sent(String recipient, Delivery delivery, Instant at) {
        if (tracer == null) return;
        byte[] attributes = delivery.content().attributes();
        Span.Builder span = span(tracer, "notification.sent", Span.Kind.PRODUCER, attributes, at);
        if (span == null) return;
        span.tag(RECIPIENT, recipients.of(recipient))
                .tag(SEQ, delivery.seq())
                .tag("notification.attempt", delivery.attempt())
                .start()
                .end(nanos(at), TimeUnit.NANOSECONDS);
    }

    /**
     * A delivery was acked by a transaction of many.
     *
     * @param request the {@code traceparent} of the request that acked it, null when it had none
     */
    public void acked(
            String recipient, long seq, byte[] attributes, @Nullable String request, Instant from, Instant to) {
        if (tracer == null) return;
        Span.Builder span = span(tracer, "notification.acked", Span.Kind.CONSUMER, attributes, from);
        if (span == null) return;
        TraceParent linked = TraceParent.of(request);
        if (linked != null) span.addLink(new Link(context(tracer, linked)));
        span.tag(RECIPIENT, recipients.of(recipient)).tag(SEQ, seq).start().end(nanos(to), TimeUnit.NANOSECONDS);
    }

    private static Span.@Nullable Builder span(
            Tracer tracer, String name, Span.Kind kind, byte[] attributes, Instant from) {
        TraceParent parent = TraceParent.in(attributes);
        if (parent == null || !parent.sampled()) return null;
        return tracer.spanBuilder()
                .setParent(context(tracer, parent))
                .name(name)
                .kind(kind)
                .startTimestamp(nanos(from), TimeUnit.NANOSECONDS);
    }

    private static TraceContext context(Tracer tracer, TraceParent parent) {
        return tracer.traceContextBuilder()
                .traceId(parent.traceId())
                .spanId(parent.spanId())
                .sampled(parent.sampled())
                .build();
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
