package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery with its state and times, as its recipient may look it up. */
public record InboxItem(
        Delivery delivery,
        DeliveryState state,
        Instant storedAt,
        @Nullable Instant ackedAt,
        @Nullable Instant readAt) {}
