package dev.notification.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where notifications are, as admins ask for it. Everything is read as it stands in the database, but sent marks, which streams
 * write up to a few seconds late. Looks of one request are not one snapshot unless they are one call. Safe for all threads;
 * every call blocks on the database.
 */
public interface Ledger {

    /** Whether a notification of this key is stored, and where. */
    Located locate(NotificationKey key);

    /** A notification with its data and exact counts; empty when it was dropped since it was located. */
    Optional<LedgerFound> find(NotificationPlace place);

    /**
     * Deliveries of a notification by inbox and sequence. With a state a page may have fewer than asked for, or none, and still
     * a next one: a call looks at a bounded number of rows.
     *
     * @param state only those in it, null for all
     * @param after where the page before ended, {@link DeliveryPosition#START} at first
     * @param limit most deliveries of the page
     */
    DeliveryPage deliveries(NotificationPlace place, @Nullable DeliveryState state, DeliveryPosition after, int limit);

    /** Notifications, newest first. A page may have fewer than asked for, or none, and still a next one, as above. */
    LedgerPage search(LedgerQuery query);

    /** Counts of one inbox; empty for a recipient never seen. */
    Optional<RecipientSummary> summary(String recipient);

    /**
     * What happened to the deliveries of one inbox, newest delivery first; nothing for a recipient never seen.
     *
     * @param before only sequences below this one
     * @param limit most deliveries of the page
     */
    TimelinePage timeline(String recipient, long before, int limit);
}
