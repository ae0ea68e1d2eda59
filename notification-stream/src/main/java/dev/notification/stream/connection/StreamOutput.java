package dev.notification.stream.connection;

import dev.notification.store.Delivery;
import dev.notification.store.Opening;
import dev.notification.store.PageRequest;
import dev.notification.store.SequenceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link StreamState} decides: frames to its client, and questions to the store. */
interface StreamOutput {
    void ready(Opening opening, boolean resumed);

    void reset(String epoch, long seq, String reason);

    /** Sends a delivery; without an epoch it goes without an id, without a body that is encoded here. */
    void delivery(@Nullable String epoch, Delivery delivery, byte @Nullable [] body);

    void bookmark(String epoch, long seq);

    void caughtUp(long head);

    void settled(String event, List<SequenceRange> ranges);

    /** So many frames are unsettled: nothing new comes in their lane. */
    void stalled(int inFlight);

    /** Ends the stream, so that the client comes back with its cursor; nothing else may follow. */
    void turn();

    /** Whether the client takes a frame of this delivery now; {@link StreamState#writable} is called when that changes to yes. */
    boolean hasRoomFor(Delivery delivery);

    /** Whether anything may be written now. */
    boolean isWritable();

    /** Asks for a page; its answer comes as {@link StreamState#page} or {@link StreamState#pageFailed}. */
    void read(PageRequest request);

    /** Settles deliveries whose rounds are used up. */
    void exhaust(List<Long> seqs);
}
