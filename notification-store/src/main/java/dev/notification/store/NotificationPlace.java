package dev.notification.store;

import java.time.Instant;

/**
 * Where a notification stands in the store.
 *
 * @param id its number there
 * @param storedAt when it was stored; both together find the row
 */
public record NotificationPlace(long id, Instant storedAt) {}
