package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit are asked for; null leaves a condition out.
 *
 * @param actor the name of the author
 * @param since at this time or later
 * @param until before this time
 * @param after the last one of the page before
 * @param limit most rows
 */
public record AuditQuery(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String recipient,
        @Nullable NotificationKey notification,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable PageKey after,
        int limit) {}
