package dev.notification.store;

import java.time.Instant;

/**
 * A place in what a search goes through.
 *
 * @param storedAt when what stands there was stored
 * @param number the notification's number, or in a search through one inbox the sequence
 */
public record LedgerPosition(Instant storedAt, long number) {}
