package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one delivery stands.
 *
 * @param attempt how often it was offered in rounds of redelivery, 1 before the first repeat
 * @param sentAt when it was last written to a stream
 * @param settledAt when it was acked, superseded, cancelled, or written with no ack required
 * @param ackedBy name of the node that took the ack
 * @param ackedFrom numeric IP address it came from
 */
public record LedgerDelivery(
        String recipient,
        long seq,
        DeliveryState state,
        int attempt,
        Instant storedAt,
        @Nullable Instant sentAt,
        @Nullable Instant ackedAt,
        @Nullable Instant readAt,
        @Nullable Instant expiresAt,
        @Nullable Instant exhaustedAt,
        @Nullable Instant settledAt,
        @Nullable String ackedBy,
        @Nullable String ackedFrom) {}
