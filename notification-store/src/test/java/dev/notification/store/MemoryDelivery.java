package dev.notification.store;

import dev.notification.api.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One delivery of {@link InMemoryInbox}, under its lock. */
final class MemoryDelivery {
    final long seq;
    final Priority priority;
    final Content content;
    final Instant createdAt;
    private final @Nullable Instant expiresAt;
    final boolean ackRequired;
    private int attempt = 1;

    @Nullable
    Instant sentAt;

    @Nullable
    Instant ackedAt;

    @Nullable
    Instant readAt;

    @Nullable
    Instant exhaustedAt;

    MemoryDelivery(
            long seq,
            Priority priority,
            Content content,
            Instant createdAt,
            @Nullable Instant expiresAt,
            boolean ackRequired) {
        this.seq = seq;
        this.priority = priority;
        this.content = content;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
        this.ackRequired = ackRequired;
    }

    boolean unsettled(Instant now) {
        return ackedAt == null
                && exhaustedAt == null
                && !isWritten()
                && !delivery().expired(now);
    }

    boolean unacked(Instant now) {
        return ackRequired && unsettled(now);
    }

    /** Settled by being written to a stream. */
    private boolean isWritten() {
        return !ackRequired && sentAt != null;
    }

    /** Whether a page has it: to who opened before it came, being written to another stream makes no difference. */
    boolean concerns(PageRequest request, Instant now) {
        return unsettled(now)
                || (isWritten() && seq > request.openedAt() && !delivery().expired(now));
    }

    void exhaust(int attempts, Instant now) {
        if (unacked(now) && attempt >= attempts) exhaustedAt = now;
    }

    void mark(SentMark mark) {
        if (sentAt == null || mark.sentAt().isAfter(sentAt)) sentAt = mark.sentAt();
        attempt = Math.max(attempt, mark.attempt());
    }

    Delivery delivery() {
        return new Delivery(seq, priority, attempt, sentAt, createdAt, expiresAt, ackRequired, content);
    }

    InboxItem item(Instant now) {
        return new InboxItem(delivery(), state(now), createdAt, ackedAt, readAt);
    }

    private DeliveryState state(Instant now) {
        if (ackedAt != null) return DeliveryState.ACKED;
        if (isWritten()) return DeliveryState.SENT;
        if (exhaustedAt != null) return DeliveryState.EXHAUSTED;
        if (delivery().expired(now)) return DeliveryState.EXPIRED;
        return sentAt == null ? DeliveryState.PENDING : DeliveryState.SENT;
    }
}
