package dev.notification.store.ingest;

import dev.notification.store.Arrival;
import dev.notification.store.Content;
import dev.notification.store.Delivery;
import java.time.Instant;

/**
 * A delivery that was just numbered.
 *
 * @param notificationId the row of its content
 */
record Stored(Place place, long seq, long notificationId, Draft draft) {
    /** The inbox it is in, when it came there and in which epoch. */
    record Place(String recipient, long inboxId, Instant storedAt, long epochId) {}

    /** Larger content is read from the store by the nodes that need it: an arrival goes to every node. */
    private static final int MAX_INLINE_BYTES = 8 * 1024;
    /** What one notification may add to the arrivals topic in all, however many its recipients. */
    private static final int MAX_INLINE_TOTAL_BYTES = 1024 * 1024;

    Arrival.Stored arrival() {
        Content content = draft.content();
        long total =
                (long) content.size() * draft.notification().audience().names().size();
        if (content.size() > MAX_INLINE_BYTES || total > MAX_INLINE_TOTAL_BYTES) {
            return new Arrival.Stored(place.recipient(), place.epochId(), seq, null);
        }
        Delivery delivery = new Delivery(
                seq,
                draft.notification().priority(),
                1,
                null,
                place.storedAt(),
                draft.notification().expiryTime(),
                draft.ackRequired(),
                content);
        return new Arrival.Stored(place.recipient(), place.epochId(), seq, delivery);
    }
}
