package dev.notification.stream.connection;

import dev.notification.store.Delivery;
import dev.notification.store.Opening;
import dev.notification.store.SequenceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames that a {@link StreamState} sends to its client. */
interface FrameOutput {
    void ready(Opening opening, boolean resumed);

    void reset(String epoch, long seq, String reason);

    /** Sends a delivery; without an epoch it goes without an id, without a body that is encoded here. */
    void delivery(@Nullable String epoch, Delivery delivery, byte @Nullable [] body);

    void bookmark(String epoch, long seq);

    void caughtUp(long head);

    void settled(String event, List<SequenceRange> ranges);

    /** So many frames are unsettled: nothing new comes in their lane. */
    void stalled(int inFlight);

    /** Whether the client takes a frame of this delivery now; {@link StreamState#writable} is called when that changes to yes. */
    boolean hasRoomFor(Delivery delivery);

    /** Whether anything may be written now. */
    boolean isWritable();
}
