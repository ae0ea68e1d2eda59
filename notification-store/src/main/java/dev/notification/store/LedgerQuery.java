package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which notifications are looked for; null leaves a condition out.
 *
 * @param recipient only what is in this inbox, in the order of its sequences; {@code state} is then that of this delivery
 * @param state only what has a delivery in it
 * @param since stored then or later
 * @param until stored before
 * @param after where the page before ended, of a query with the same conditions
 * @param limit most items of the page
 */
public record LedgerQuery(
        @Nullable String recipient,
        @Nullable String source,
        @Nullable String type,
        @Nullable String topic,
        @Nullable DeliveryState state,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable LedgerPosition after,
        int limit) {

    /** Everything, newest first. */
    public static LedgerQuery newest(int limit) {
        return new LedgerQuery(null, null, null, null, null, null, null, null, limit);
    }
}
