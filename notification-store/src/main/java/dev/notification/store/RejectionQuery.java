package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rejections are asked for; null leaves a condition out.
 *
 * @param partition where the record was
 * @param since at this time or later
 * @param until before this time
 * @param after the last one of the page before
 * @param limit most rows
 */
public record RejectionQuery(
        @Nullable String code,
        @Nullable Integer partition,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable PageKey after,
        int limit) {}
