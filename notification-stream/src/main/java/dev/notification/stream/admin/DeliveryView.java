package dev.notification.stream.admin;

import dev.notification.store.LedgerDelivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How one delivery stands; times are null for what did not happen. */
record DeliveryView(
        String recipient,
        long seq,
        String state,
        int attempt,
        Instant storedAt,
        @Nullable Instant sentAt,
        @Nullable Instant ackedAt,
        @Nullable Instant readAt,
        @Nullable Instant expiresAt,
        @Nullable Instant exhaustedAt,
        @Nullable Instant settledAt,
        @Nullable String ackedBy,
        @Nullable String ackedFrom) {

    static DeliveryView of(LedgerDelivery delivery) {
        return new DeliveryView(
                delivery.recipient(),
                delivery.seq(),
                delivery.state().label(),
                delivery.attempt(),
                delivery.storedAt(),
                delivery.sentAt(),
                delivery.ackedAt(),
                delivery.readAt(),
                delivery.expiresAt(),
                delivery.exhaustedAt(),
                delivery.settledAt(),
                delivery.ackedBy(),
                delivery.ackedFrom());
    }
}
