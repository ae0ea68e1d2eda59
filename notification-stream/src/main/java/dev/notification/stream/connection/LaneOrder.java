package dev.notification.stream.connection;

import dev.notification.api.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Which lane goes next: high before normal before low, but no lane with something to send waits for more than nine frames
 * of others.
 */
final class LaneOrder {
    /** Among so many frames every lane that has something to send has one. */
    static final int FAIR_FRAMES = 10;

    /** One less than it could be, because the other lower lane may fall due in the same moment and go first. */
    private static final int DUE = FAIR_FRAMES - 2;

    private int normalWaits;
    private int lowWaits;

    /** The lane of the next frame, null when none has anything. */
    @Nullable
    Priority next(boolean high, boolean normal, boolean low) {
        if (low && lowWaits >= DUE) return Priority.LOW;
        if (normal && normalWaits >= DUE) return Priority.NORMAL;
        if (high) return Priority.HIGH;
        if (normal) return Priority.NORMAL;
        return low ? Priority.LOW : null;
    }

    /** A frame of this lane was sent while these others had something too. */
    void sent(Priority lane, boolean normal, boolean low) {
        normalWaits = !normal || lane == Priority.NORMAL ? 0 : normalWaits + 1;
        lowWaits = !low || lane == Priority.LOW ? 0 : lowWaits + 1;
    }
}
