package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in what a search goes through.
 *
 * @param storedAt when what stands there was stored
 * @param number the notification's number, or in a search through one inbox the sequence
 * @param inside the last of the notification's deliveries that was looked at; null when the search is done with all of it
 */
public record LedgerPosition(
        Instant storedAt, long number, @Nullable DeliveryPosition inside) {}
