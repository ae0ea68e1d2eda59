package dev.notification.store;

import java.time.Instant;

/**
 * Numbers of rows as the database's statistics have them, which it renews by and by; 0 before it did for the first time.
 *
 * @param asOf the database's time
 * @param recipients inboxes
 */
public record Estimates(Instant asOf, long notifications, long deliveries, long recipients) {}
