package dev.notification.store.inbox;

import dev.notification.store.Content;
import dev.notification.store.Delivery;
import dev.notification.store.DeliveryState;
import dev.notification.store.InboxItem;
import dev.notification.store.Lanes;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** A row of {@code delivery}, for looking only. */
@Entity
@Immutable
@IdClass(DeliveryRow.Key.class)
@Table(name = "delivery")
class DeliveryRow {
    private static final short ACKED = 1;
    private static final short WRITTEN = 2;
    private static final short SUPERSEDED = 3;
    private static final short CANCELLED = 4;

    @Id
    Long inboxId = 0L;

    @Id
    Long seq = 0L;

    @PartitionKey
    Instant createdAt = Instant.EPOCH;

    Long notificationId = 0L;
    short priority;
    short attempt;

    @Nullable
    Short outcome;

    @Nullable
    Instant sentAt;

    @Nullable
    Instant settledAt;

    @Nullable
    Instant readAt;

    @Nullable
    Instant expiresAt;

    @Nullable
    Instant exhaustedAt;

    boolean ackRequired;

    protected DeliveryRow() {}

    /** Identity of a delivery. */
    record Key(Long inboxId, Long seq) implements Serializable {}

    InboxItem item(Content content, Instant now) {
        Delivery delivery = new Delivery(
                seq, Lanes.numbered(priority), attempt, sentAt, createdAt, expiresAt, ackRequired, content);
        return new InboxItem(delivery, state(delivery, now), createdAt, isAcked() ? settledAt : null, readAt);
    }

    private boolean isAcked() {
        return is(ACKED);
    }

    private boolean is(short settled) {
        return outcome != null && outcome == settled;
    }

    private DeliveryState state(Delivery delivery, Instant now) {
        if (isAcked()) return DeliveryState.ACKED;
        if (is(WRITTEN)) return DeliveryState.SENT;
        if (is(SUPERSEDED)) return DeliveryState.SUPERSEDED;
        if (is(CANCELLED)) return DeliveryState.CANCELLED;
        if (exhaustedAt != null) return DeliveryState.EXHAUSTED;
        if (delivery.expired(now)) return DeliveryState.EXPIRED;
        return sentAt == null ? DeliveryState.PENDING : DeliveryState.SENT;
    }
}
