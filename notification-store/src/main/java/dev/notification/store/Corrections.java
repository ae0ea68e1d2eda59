package dev.notification.store;

import java.util.Set;

/**
 * What admins change of notifications that are stored already, each change with its row in the audit, written together.
 *
 * <p>Notifications for many are changed in several transactions, one after the other; each is whole, and stream nodes are told
 * after each. All methods block on the database and throw Spring's {@code DataAccessException} when it does not answer; what
 * was done until then stays done, and repeating the call does the rest.
 */
public interface Corrections {

    /**
     * Withdraws what is unsettled: no stream sends it from then on, and an ack does not count any more.
     *
     * @param recipients in whose inboxes; empty for all
     */
    Corrected cancel(NotificationKey key, Set<String> recipients, Author author);

    /** Lets what is unsettled expire now: no stream sends it from then on; an ack still counts. */
    Corrected expire(NotificationKey key, Set<String> recipients, Author author);

    /**
     * Places it once more in each inbox that has it, settled or not, under the next sequence; what was unsettled of it there is
     * superseded. Retention counts from when the notification was stored first.
     */
    Corrected resend(NotificationKey key, Set<String> recipients, Author author);

    /**
     * Deletes every delivery of a recipient, and the content that nobody else has. The inbox keeps its sequence counter, and
     * idempotency keys stay, so what is published again is not stored again.
     *
     * @return how many deliveries were deleted
     */
    long erase(String recipient, Author author);
}
