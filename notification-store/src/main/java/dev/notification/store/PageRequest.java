package dev.notification.store;

import dev.notification.api.Priority;
import java.util.List;

/**
 * Asks for unsettled deliveries of one inbox.
 *
 * @param after for each lane the sequence up to which the reader has all it wants
 * @param limit for each lane most deliveries after that
 * @param maxBytes most bytes of content of one lane; its first delivery comes whatever its size
 * @param covered what is held back because the client resumed after it
 * @param openedAt the head when the stream opened: what came later reaches it even when it was settled by being written
 *     to another one
 * @param filter what else is wanted at all
 * @param again deliveries at or before {@code after} that are wanted once more
 */
public record PageRequest(
        String recipient,
        Lanes after,
        Lanes limit,
        int maxBytes,
        Covered covered,
        long openedAt,
        Filter filter,
        List<Again> again) {

    /** A delivery to be repeated. */
    public record Again(Priority lane, long seq) {}
}
