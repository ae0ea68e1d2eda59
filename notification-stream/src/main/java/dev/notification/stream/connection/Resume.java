package dev.notification.stream.connection;

import dev.notification.store.Opening;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream begins. Pure.
 *
 * @param after the low-water mark it starts at: the honoured cursor, else just before the lowest unsettled delivery
 * @param honoured whether that is the client's cursor
 * @param reset why the client's cursor was not honoured, null when it was or when there was none
 */
record Resume(long after, boolean honoured, @Nullable String reset) {

    /** Honours a cursor only where resuming from it is provably complete. An empty text is no cursor. */
    static Resume of(Opening opening, @Nullable String text) {
        if (text == null || text.isEmpty()) return new Resume(opening.lowestUnsettled() - 1, false, null);
        Cursor cursor = Cursor.parse(text);
        if (cursor == null) return reset(opening, "malformed");
        if (!cursor.epoch().equals(opening.cursorEpoch())) return reset(opening, "unknown-epoch");
        if (cursor.seq() > opening.head()) return reset(opening, "ahead");
        if (cursor.seq() < opening.droppedThrough()) return reset(opening, "expired");
        return new Resume(cursor.seq(), true, null);
    }

    private static Resume reset(Opening opening, String reason) {
        return new Resume(opening.lowestUnsettled() - 1, false, reason);
    }
}
