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
 */
public record Delivery(
        long seq,
        Priority priority,
        int attempt,
        @Nullable Instant sentAt,
        Instant createdAt,
        @Nullable Instant expiresAt,
        Content content) {

    /** The same, in its next round of redelivery. */
    public Delivery nextAttempt() {
        return new Delivery(seq, priority, attempt + 1, sentAt, createdAt, expiresAt, content);
    }

    /** Whether it must not be delivered any more. */
    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
