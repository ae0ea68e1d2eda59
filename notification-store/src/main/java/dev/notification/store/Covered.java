package dev.notification.store;

import java.time.Instant;

/**
 * What a client's cursor covers when it resumes. It is not repeated at once, even when its sent mark is still on its way.
 *
 * @param through the cursor's sequence, 0 without a cursor
 * @param dueBefore what was last sent before then is repeated at once
 * @param listed whether the rest is wanted too, without content, as {@link Page#covered()}
 */
public record Covered(long through, Instant dueBefore, boolean listed) {

    /** Whether this delivery waits: it was sent too short a time ago. */
    public boolean holdsBack(Delivery delivery) {
        return delivery.seq() <= through && delivery.lastSeenAt().isAfter(dueBefore);
    }
}
