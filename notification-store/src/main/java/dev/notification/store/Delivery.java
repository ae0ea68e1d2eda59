package dev.notification.store;

import dev.notification.api.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An unsettled delivery, as a stream needs it.
 *
 * @param attempt how often it was offered in rounds of redelivery, 1 before the first repeat
 * @param sentAt when it was last written to a stream, null if never
 * @param createdAt when its notification was stored; together with inbox and sequence it finds the row
 * @param expiresAt never delivered from then on
 * @param ackRequired false when it is settled as soon as it was written to a stream
 */
public record Delivery(
        long seq,
        Priority priority,
        int attempt,
        @Nullable Instant sentAt,
        Instant createdAt,
        @Nullable Instant expiresAt,
        boolean ackRequired,
        Content content) {

    /** The same, in this round of redelivery. */
    public Delivery withAttempt(int number) {
        return new Delivery(seq, priority, number, sentAt, createdAt, expiresAt, ackRequired, content);
    }

    /** When it was last sent; when it was stored, if nobody knows of it being sent. */
    public Instant lastSeenAt() {
        return sentAt == null ? createdAt : sentAt;
    }

    /** Whether it must not be delivered any more. */
    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
