package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import dev.notification.store.Arrival;
import dev.notification.store.Delivery;
import dev.notification.store.Opening;
import dev.notification.store.PageRequest;
import dev.notification.store.Place;
import dev.notification.store.SentMark;
import dev.notification.store.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps its cursor, and the stream it has open. Checks with every frame what the protocol promises: ids rise, the
 * cursor covers nothing that was not received, nothing acked comes again, no repeat comes too early, no window overflows.
 */
final class Device implements FrameOutput, StreamRequests {
    final List<Arrival> onTheWay = new ArrayList<>();
    final List<String> frames = new ArrayList<>();
    /** Sequences of the frames of this stream. */
    final List<Long> seqs = new ArrayList<>();
    /** What the client has, over all its streams. */
    final Set<Long> received = new HashSet<>();

    private final Map<Long, Instant> lastSent = new HashMap<>();
    private final StreamWorld world;
    private final StreamOptions options;

    @Nullable
    String cursor;

    boolean writable = true;
    boolean turned;

    @Nullable
    PageRequest asked;

    StreamState state;

    Device(StreamWorld world, StreamOptions options) {
        this.world = world;
        this.options = options;
        this.state = new StreamState(this, this, options, world.redelivery);
    }

    /** Opens a new stream, as the client would after a cut. */
    Device connect() {
        world.flushMarks();
        onTheWay.clear();
        asked = null;
        turned = false;
        frames.clear();
        seqs.clear();
        lastSent.clear();
        state = new StreamState(this, this, options, world.redelivery);
        Resume resume = Resume.of(opening(), cursor);
        if (options.cursorAcks() && resume.honoured()) world.ackUpTo(opening().cursorEpoch(), resume.after());
        state.opened(opening(), cursor, world.moment());
        return this;
    }

    private Opening opening() {
        return world.inbox.open(List.of(StreamWorld.ALICE)).get(0);
    }

    /** One of the arrivals on their way comes. */
    void arrive(int index) {
        Arrival arrival = onTheWay.remove(index);
        if (arrival instanceof Arrival.Stored stored && stored.delivery() != null) {
            state.arrived(stored.delivery(), new byte[0], world.moment());
        } else if (arrival instanceof Arrival.Acked acked) {
            state.acked(acked.ranges(), world.moment());
        }
    }

    void arriveAll() {
        while (!onTheWay.isEmpty()) arrive(0);
    }

    /** Answers the page that was asked for, if one was. */
    boolean answer() {
        PageRequest request = asked;
        if (request == null) return false;
        asked = null;
        state.page(world.inbox.read(List.of(request)).get(0), world.moment());
        return true;
    }

    /** The store does not answer what was asked for, if anything was. */
    void failPage() {
        if (asked == null) return;
        asked = null;
        state.pageFailed();
    }

    void drain() {
        while (answer()) {}
    }

    void tick() {
        if (turned) return;
        state.tick(world.moment());
    }

    void takeAgain() {
        writable = true;
        state.writable(world.moment());
    }

    /** What was sent on this stream and is unsettled. */
    long unsettledHere(boolean high) {
        Set<Long> unsettled = new HashSet<>(world.unsettled());
        return new HashSet<>(seqs)
                .stream()
                        .filter(unsettled::contains)
                        .filter(seq -> (world.lanes.get(seq) == Priority.HIGH) == high)
                        .count();
    }

    @Override
    public void ready(Opening opening, boolean resumed) {
        frames.add("ready " + resumed);
    }

    @Override
    public void reset(String epoch, long seq, String reason) {
        frames.add("reset " + reason);
        cursor = epoch + "." + seq;
    }

    @Override
    public void delivery(@Nullable String epoch, Delivery delivery, byte @Nullable [] body) {
        assertThat(turned).as("nothing follows a turn").isFalse();
        long seq = delivery.seq();
        Instant acked = world.ackedAt.get(seq);
        assertThat(acked == null || !acked.plusSeconds(1).isBefore(world.now))
                .as("%d was acked at %s and came at %s", seq, acked, world.now)
                .isTrue();
        Instant last = lastSent.put(seq, world.now);
        Duration wait = world.redelivery.ackWait();
        assertThat(last == null || !last.plus(wait).isAfter(world.now))
                .as("%d came at %s and again at %s", seq, last, world.now)
                .isTrue();
        frames.add((epoch == null ? "" : "#") + seq + (delivery.attempt() > 1 ? "x" + delivery.attempt() : ""));
        seqs.add(seq);
        received.add(seq);
        moveCursor(epoch, seq);
        world.mark(SentMark.of(StreamWorld.ALICE, delivery, world.now));
        int window = InFlight.windowSize(world.redelivery.maxInFlight(), options.cursorAcks());
        assertThat(unsettledHere(true)).isLessThanOrEqualTo(window);
        assertThat(unsettledHere(false)).isLessThanOrEqualTo(window);
    }

    private void moveCursor(@Nullable String epoch, long seq) {
        if (epoch == null) return;
        Cursor before = cursor == null ? null : Cursor.parse(cursor);
        if (before != null && before.epoch().equals(epoch)) {
            assertThat(seq).as("ids strictly increase").isGreaterThan(before.seq());
        }
        cursor = epoch + "." + seq;
        if (!options.filter().equals(dev.notification.store.Filter.NONE)) return;
        assertThat(world.unsettled())
                .as("the cursor %s is honest", cursor)
                .allMatch(unsettled -> unsettled > seq || received.contains(unsettled));
    }

    @Override
    public void bookmark(String epoch, long seq) {
        frames.add("#" + seq + " bookmark");
        moveCursor(epoch, seq);
    }

    @Override
    public void caughtUp(long to) {
        frames.add("caught-up " + to);
    }

    @Override
    public void settled(String event, List<SequenceRange> ranges) {
        frames.add(event);
    }

    @Override
    public void stalled(int inFlight) {
        frames.add("stalled " + inFlight);
    }

    @Override
    public void turn() {
        frames.add("turn");
        turned = true;
    }

    @Override
    public boolean hasRoomFor(Delivery delivery) {
        return writable;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void read(PageRequest request) {
        assertThat(asked).as("one page at a time").isNull();
        asked = request;
    }

    @Override
    public void exhaust(List<Long> exhausted) {
        frames.add("exhaust " + exhausted);
        world.inbox.exhaust(
                exhausted.stream().map(seq -> new Place(StreamWorld.ALICE, seq)).toList(),
                world.redelivery.maxAttempts());
    }
}
