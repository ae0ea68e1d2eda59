package dev.notification.store;

import java.time.Instant;

/** What is known of a key. */
public sealed interface Located {

    /** It is stored. */
    record Kept(NotificationPlace place) implements Located {}

    /**
     * It was stored, but retention dropped it or it was erased; its key still keeps a second one away.
     *
     * @param storedAt when
     */
    record Dropped(Instant storedAt) implements Located {}

    /** Nothing is stored under the key, or so long ago that the key is forgotten, too. */
    record Unknown() implements Located {}
}
