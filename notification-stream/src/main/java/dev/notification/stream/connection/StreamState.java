package dev.notification.stream.connection;

import dev.notification.api.Priority;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.Opening;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.store.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one stream has sent and what it sends next: events in, frames and page requests out, no clock, no threads, no
 * queue. History and live are one: whatever does not follow exactly on what was sent is read from the store.
 *
 * <p>For each lane {@code sent} says up to which sequence everything was sent here, is settled, or was covered by the
 * client's cursor. The lowest of the three is the low-water mark: the highest position a client may resume from without
 * missing anything, and so the highest id a frame may carry.
 */
final class StreamState {
    /** Deliveries of a lane in one page; with {@link #PAGE_BYTES} a page stays under what a connection may hold. */
    private static final int PAGE_LIMIT = 64;

    private static final int PAGE_BYTES = 64 * 1024;

    /** Where frames go, and how the store is asked. */
    interface Output {
        void ready(Opening opening, boolean resumed);

        void reset(String epoch, long seq, String reason);

        /** Sends a delivery; without an epoch it goes without an id, without a body that is encoded here. */
        void delivery(@Nullable String epoch, Delivery delivery, byte @Nullable [] body);

        void bookmark(String epoch, long seq);

        void caughtUp(long head);

        void settled(String event, List<SequenceRange> ranges);

        /** Asks for a page; its answer comes as {@link #page} or {@link #pageFailed}. */
        void read(PageRequest request);

        /** Whether another burst may be written now; {@link #writable} is called when that changes to yes. */
        boolean isWritable();
    }

    private final Output out;
    private final Duration ackWait;
    private final LaneOrder order = new LaneOrder();

    private String recipient = "";
    private @Nullable String epoch;
    private Lanes sent = Lanes.all(0);
    private long resumedThrough;
    private long lowWater;
    private long lastId;
    private long head;
    private long backlogHead;
    private boolean caughtUp;
    private boolean reading;
    private boolean pageIsStale;

    StreamState(Output out, Duration ackWait) {
        this.out = out;
        this.ackWait = ackWait;
    }

    /** The store answered: the stream begins, or begins anew in another epoch. */
    void opened(Opening opening, @Nullable String cursor, Instant now) {
        Resume resume = Resume.of(opening, cursor);
        recipient = opening.recipient();
        epoch = opening.cursorEpoch();
        head = Math.max(head, opening.head());
        backlogHead = opening.head();
        caughtUp = false;
        sent = Lanes.all(opening.lowestUnsettled() - 1);
        resumedThrough = resume.honoured() ? resume.after() : 0;
        lowWater = Math.max(resume.after(), sent.lowest());
        lastId = resume.after();
        out.ready(opening, resume.honoured());
        if (resume.reset() != null) out.reset(opening.cursorEpoch(), resume.after(), resume.reset());
        advance(now);
    }

    /** Another life of the store began: what was sent means nothing any more. */
    void epochChanged() {
        epoch = null;
        head = 0;
        pageIsStale = reading;
    }

    /** The position a client of this stream holds by now, null before it has one. */
    @Nullable
    String cursor() {
        return epoch == null ? null : new Cursor(epoch, lastId).toString();
    }

    /** The inbox reaches this far now. */
    void grown(long to, Instant now) {
        head = Math.max(head, to);
        advance(now);
    }

    /** A delivery arrived; sent at once when it follows exactly on everything sent, else read in its turn. */
    void arrived(Delivery delivery, byte[] body, Instant now) {
        long seq = delivery.seq();
        boolean follows = epoch != null && !reading && seq == head + 1 && sent.lowest() == head;
        if (!follows || !out.isWritable()) {
            grown(seq, now);
            return;
        }
        head = seq;
        sent = Lanes.all(seq);
        lowWater = seq;
        send(delivery, body, now);
        advance(now);
    }

    /** A page came. */
    void page(Page page, Instant now) {
        reading = false;
        if (pageIsStale || epoch == null) {
            pageIsStale = false;
            advance(now);
            return;
        }
        head = Math.max(head, page.head());
        LanePage left = new LanePage(page);
        for (Delivery next = left.next(order); next != null; next = left.next(order)) {
            sentThrough(left.through());
            send(next, null, now);
        }
        sentThrough(left.through());
        if (lowWater > lastId && epoch != null) {
            lastId = lowWater;
            out.bookmark(epoch, lastId);
        }
        advance(now);
    }

    /** A page did not come; asked again by the next event. */
    void pageFailed() {
        reading = false;
        pageIsStale = false;
    }

    /** The client reads again. */
    void writable(Instant now) {
        advance(now);
    }

    /** Deliveries of this inbox were acked or read somewhere. */
    void changed(String event, List<SequenceRange> ranges) {
        if (epoch != null) out.settled(event, ranges);
    }

    /** Whether the store's answer is still awaited. */
    boolean isOpening() {
        return epoch == null;
    }

    private void sentThrough(Lanes through) {
        for (Priority lane : Priority.values()) sent = sent.with(lane, Math.max(sent.get(lane), through.get(lane)));
        lowWater = Math.max(lowWater, sent.lowest());
    }

    private void send(Delivery delivery, byte @Nullable [] body, Instant now) {
        if (delivery.expired(now)) return;
        // what the cursor covers comes again only because it is due: a round of redelivery
        boolean again = delivery.seq() <= resumedThrough && delivery.sentAt() != null;
        boolean withId = delivery.seq() > lastId && delivery.seq() <= lowWater;
        if (withId) lastId = delivery.seq();
        out.delivery(withId ? epoch : null, again ? delivery.nextAttempt() : delivery, body);
    }

    private void advance(Instant now) {
        if (epoch == null || reading) return;
        if (!caughtUp && sent.lowest() >= backlogHead) {
            caughtUp = true;
            out.caughtUp(backlogHead);
        }
        if (sent.lowest() < head && out.isWritable()) {
            reading = true;
            out.read(new PageRequest(recipient, sent, resumedThrough, now.minus(ackWait), PAGE_LIMIT, PAGE_BYTES));
        }
    }
}
