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
    private int attempt = 1;

    @Nullable
    Instant sentAt;

    @Nullable
    Instant ackedAt;

    @Nullable
    Instant readAt;

    MemoryDelivery(long seq, Priority priority, Content content, Instant createdAt, @Nullable Instant expiresAt) {
        this.seq = seq;
        this.priority = priority;
        this.content = content;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    boolean unsettled(Instant now) {
        return ackedAt == null && !delivery().expired(now);
    }

    boolean due(PageRequest request) {
        Instant since = sentAt == null ? createdAt : sentAt;
        return seq > request.resumedThrough() || !since.isAfter(request.dueBefore());
    }

    void mark(SentMark mark) {
        if (sentAt == null || mark.sentAt().isAfter(sentAt)) sentAt = mark.sentAt();
        attempt = Math.max(attempt, mark.attempt());
    }

    Delivery delivery() {
        return new Delivery(seq, priority, attempt, sentAt, createdAt, expiresAt, content);
    }

    InboxItem item(Instant now) {
        return new InboxItem(delivery(), state(now), createdAt, ackedAt, readAt);
    }

    private DeliveryState state(Instant now) {
        if (ackedAt != null) return DeliveryState.ACKED;
        if (delivery().expired(now)) return DeliveryState.EXPIRED;
        return sentAt == null ? DeliveryState.PENDING : DeliveryState.SENT;
    }
}
