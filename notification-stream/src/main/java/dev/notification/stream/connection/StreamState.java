package dev.notification.stream.connection;

import dev.notification.api.Priority;
import dev.notification.store.Covered;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.Opening;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.store.SequenceRange;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one stream has sent and what it sends next: events in, frames and questions to the store out, no clock, no threads, no
 * queue. History and live are one: whatever does not follow exactly on what was sent is read from the store, and so is each
 * repeat, just before it is framed.
 *
 * <p>For each lane {@code sent} says up to which sequence everything was sent here, is settled, is left out by the filter, or
 * was covered by the client's cursor; {@link LowWater} makes ids of that, {@link InFlight} knows what was sent and is not
 * settled.
 */
final class StreamState {
    /** Deliveries of a lane in one page; with {@link #PAGE_BYTES} a page stays under what a connection may hold. */
    private static final int PAGE_LIMIT = 64;

    private static final int PAGE_BYTES = 64 * 1024;

    private final FrameOutput out;
    private final StreamRequests requests;
    private final StreamOptions options;
    private final RedeliveryProperties redelivery;
    private final LaneOrder order = new LaneOrder();
    private final InFlight inFlight;
    private final Rounds rounds;
    private final SettledMeanwhile settledMeanwhile = new SettledMeanwhile();

    private String recipient = "";
    private @Nullable String epoch;
    private Lanes sent = Lanes.all(0);
    private LowWater ids = new LowWater(0, 0);
    private long coveredThrough;
    private long head;
    private long backlogHead;
    private boolean caughtUp;
    private boolean turned;
    private @Nullable PageRequest asked;
    private boolean pageIsStale;

    StreamState(FrameOutput out, StreamRequests requests, StreamOptions options, RedeliveryProperties redelivery) {
        this.out = out;
        this.requests = requests;
        this.options = options;
        this.redelivery = redelivery;
        this.inFlight = new InFlight(InFlight.windowSize(redelivery.maxInFlight(), options.cursorAcks()));
        this.rounds = new Rounds(redelivery, options.cursorAcks());
    }

    /** The store answered: the stream begins, or begins anew in another epoch. */
    void opened(Opening opening, @Nullable String cursor, Moment now) {
        Resume resume = Resume.of(opening, cursor);
        recipient = opening.recipient();
        epoch = opening.cursorEpoch();
        head = Math.max(head, opening.head());
        backlogHead = opening.head();
        caughtUp = false;
        sent = Lanes.all(opening.lowestUnsettled() - 1);
        // a cursor that is an ack covers nothing that is still unsettled
        coveredThrough = resume.honoured() && !options.cursorAcks() ? resume.after() : 0;
        ids = LowWater.at(resume, sent);
        out.ready(opening, resume.honoured());
        if (resume.reset() != null) out.reset(opening.cursorEpoch(), resume.after(), resume.reset());
        advance(now);
    }

    /** Another life of the store began: what was sent means nothing any more. */
    void epochChanged() {
        epoch = null;
        head = 0;
        inFlight.clear();
        pageIsStale = asked != null;
    }

    /** The position a client of this stream holds by now, null before it has one. */
    @Nullable
    String cursor() {
        return epoch == null ? null : new Cursor(epoch, ids.lastId()).toString();
    }

    /** To look at, on the event loop. */
    InFlight inFlight() {
        return inFlight;
    }

    /** The client reads again. */
    void writable(Moment now) {
        advance(now);
    }

    /** The inbox reaches this far now. */
    void grown(long to, Moment now) {
        head = Math.max(head, to);
        advance(now);
    }

    /** A delivery arrived; sent at once when it follows exactly on everything sent, else read in its turn. */
    void arrived(Delivery delivery, byte[] body, Moment now) {
        long seq = delivery.seq();
        boolean follows = isLive() && asked == null && seq == head + 1 && sent.lowest() == head;
        boolean mayGo = inFlight.room(delivery.priority()) > 0 && out.hasRoomFor(delivery);
        if (!follows || !mayGo || !options.filter().topics().isEmpty()) {
            grown(seq, now);
            return;
        }
        head = seq;
        sentThrough(Lanes.all(seq));
        if (options.wantsType(delivery.content().type())) send(delivery, body, true, now);
        advance(now);
    }

    /** A page came. */
    void page(Page page, Moment now) {
        PageRequest request = asked;
        asked = null;
        if (request == null || pageIsStale || !isLive()) {
            pageFailed();
            advance(now);
            return;
        }
        head = Math.max(head, page.head());
        forgetSettled(request, page);
        LanePage left = new LanePage(page, sent, order, inFlight);
        for (Delivery next = left.peek(); next != null && out.hasRoomFor(next); next = left.peek()) {
            left.take(next);
            boolean again = next.seq() <= sent.get(next.priority());
            sentThrough(left.through());
            if (settledMeanwhile.contains(next.seq())) continue;
            if (again) sendAgain(next, now);
            else sendNew(next, now);
        }
        sentThrough(left.through());
        rememberCovered(page, now);
        settledMeanwhile.clear();
        bookmark();
        advance(now);
    }

    /** A page did not come; asked again by the next event. */
    void pageFailed() {
        asked = null;
        pageIsStale = false;
        settledMeanwhile.clear();
    }

    /** Time passed. */
    void tick(Moment now) {
        if (!isLive()) return;
        if (options.cursorAcks() && !inFlight.due(now, 1).isEmpty()) turn();
        else if (out.isWritable()) bookmark();
        advance(now);
    }

    /** Deliveries of this inbox were acked somewhere. */
    void acked(List<SequenceRange> ranges, Moment now) {
        tell("stream.acked", ranges);
        inFlight.acked(ranges, now);
        withdrawn(ranges, now);
    }

    /** Deliveries of this inbox are settled, and the client is not told. */
    void withdrawn(List<SequenceRange> ranges, Moment now) {
        if (!isLive()) return;
        inFlight.forget(ranges);
        // an arrival that is later than what settled what it brings must not be sent: the store knows what became of it
        for (SequenceRange range : ranges) head = Math.max(head, range.to());
        if (asked != null && !settledMeanwhile.add(ranges)) pageIsStale = true;
        advance(now);
    }

    /** Deliveries of this inbox were read somewhere. */
    void read(List<SequenceRange> ranges) {
        tell("stream.read", ranges);
    }

    /** A hint, which a client that does not read goes without. */
    private void tell(String event, List<SequenceRange> ranges) {
        if (isLive() && out.isWritable()) out.settled(event, ranges);
    }

    /** Whether the store's answer is still awaited. */
    boolean isOpening() {
        return epoch == null;
    }

    /** Between the store's answer and a turn. */
    private boolean isLive() {
        return epoch != null && !turned;
    }

    private void sentThrough(Lanes through) {
        for (Priority lane : Priority.values()) sent = sent.with(lane, Math.max(sent.get(lane), through.get(lane)));
        ids = ids.reached(sent);
    }

    private void bookmark() {
        if (epoch == null || !ids.isAhead()) return;
        ids = ids.given(ids.mark());
        out.bookmark(epoch, ids.lastId());
    }

    /** What was asked for again and is not there is settled. */
    private void forgetSettled(PageRequest request, Page page) {
        for (PageRequest.Again again : request.again()) {
            boolean answered = again.seq() <= page.againThrough().get(again.lane());
            if (answered && page.deliveries().stream().noneMatch(delivery -> delivery.seq() == again.seq())) {
                inFlight.forget(again.seq());
            }
        }
    }

    private void rememberCovered(Page page, Moment now) {
        for (Delivery delivery : page.covered()) {
            if (delivery.seq() > sent.get(delivery.priority()) || settledMeanwhile.contains(delivery.seq())) continue;
            long due = now.steady(rounds.due(delivery, delivery.lastSeenAt()));
            inFlight.covered(delivery.priority(), delivery.seq(), delivery.attempt(), due);
        }
    }

    private void sendAgain(Delivery delivery, Moment now) {
        int shown = inFlight.attempt(delivery.seq());
        if (shown > 0) send(delivery.withAttempt(rounds.next(delivery, shown)), null, false, now);
    }

    private void sendNew(Delivery delivery, Moment now) {
        OptionalInt attempt = rounds.first(delivery, delivery.seq() <= coveredThrough, now.wall());
        if (attempt.isPresent()) send(delivery.withAttempt(attempt.getAsInt()), null, true, now);
        else exhaust(List.of(delivery.seq()));
    }

    private void turn() {
        bookmark();
        turned = true;
        requests.turn();
    }

    private void exhaust(List<Long> seqs) {
        if (seqs.isEmpty()) return;
        seqs.forEach(inFlight::forget);
        requests.exhaust(seqs);
    }

    private void send(Delivery delivery, byte @Nullable [] body, boolean mayMoveCursor, Moment now) {
        if (delivery.expired(now.wall())) {
            inFlight.forget(delivery.seq());
            return;
        }
        boolean withId = mayMoveCursor && ids.givesIdTo(delivery.seq());
        if (withId) ids = ids.given(delivery.seq());
        out.delivery(withId ? epoch : null, delivery, body);
        if (!delivery.ackRequired()) {
            inFlight.forget(delivery.seq());
            return;
        }
        boolean hadRoom = inFlight.room(delivery.priority()) > 0;
        long due = now.steady(rounds.due(delivery, now.wall()));
        inFlight.sent(delivery.priority(), delivery.seq(), delivery.attempt(), due);
        boolean full = inFlight.room(delivery.priority()) == 0;
        if (hadRoom && full && !options.cursorAcks()) out.stalled(inFlight.windowOf(delivery.priority()));
    }

    private void advance(Moment now) {
        if (!isLive() || asked != null) return;
        if (!caughtUp && sent.lowest() >= backlogHead) {
            caughtUp = true;
            out.caughtUp(backlogHead);
        }
        boolean somethingNew = mayHaveNew();
        if (options.cursorAcks() && !somethingNew && inFlight.anyWindowFull()) turn();
        if (turned || !out.isWritable()) return;
        List<PageRequest.Again> again = again(now);
        if (!somethingNew && again.isEmpty()) return;
        Covered covered = new Covered(coveredThrough, now.wall().minus(redelivery.ackWait()), inFlight.takesCovered());
        asked = new PageRequest(
                recipient, sent, inFlight.room(PAGE_LIMIT), PAGE_BYTES, covered, backlogHead, options.filter(), again);
        requests.read(asked);
    }

    private boolean mayHaveNew() {
        for (Priority lane : Priority.values()) if (sent.get(lane) < head && inFlight.room(lane) > 0) return true;
        return false;
    }

    private List<PageRequest.Again> again(Moment now) {
        if (options.cursorAcks()) return List.of();
        if (redelivery.maxAttempts() > 0) exhaust(inFlight.dueAfter(redelivery.maxAttempts(), now));
        return inFlight.due(now, PAGE_LIMIT);
    }
}
