package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import dev.notification.store.Content;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.Opening;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.store.SequenceRange;
import dev.notification.store.StoreEpoch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An inbox, one stream of it, and a client that keeps its cursor: everything a {@link StreamState} meets, without time. */
final class StreamSimulation implements StreamState.Output {
    static final StoreEpoch EPOCH = new StoreEpoch(new byte[16]);
    private static final Content CONTENT = new Content("t", "\"id\":\"1\"".getBytes(UTF_8), null, false);

    final TreeMap<Long, Delivery> unsettled = new TreeMap<>();
    final List<String> frames = new ArrayList<>();
    final List<Long> seqs = new ArrayList<>();
    /** What the client has, over all its connections. */
    final Set<Long> received = new HashSet<>();

    long head;

    @Nullable
    String clientCursor;

    boolean writable = true;

    @Nullable
    PageRequest asked;

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    StreamState state = new StreamState(this, Duration.ofSeconds(30));

    Delivery append(Priority priority) {
        head++;
        Delivery delivery = new Delivery(head, priority, 1, null, now, null, CONTENT);
        unsettled.put(head, delivery);
        return delivery;
    }

    void settle(long seq) {
        unsettled.remove(seq);
    }

    void arrive(Delivery delivery) {
        state.arrived(delivery, new byte[0], now);
    }

    /** Opens a new stream, as the client would after a cut. */
    void connect() {
        asked = null;
        frames.clear();
        seqs.clear();
        state = new StreamState(this, Duration.ofSeconds(30));
        long lowest = unsettled.isEmpty() ? head + 1 : unsettled.firstKey();
        state.opened(new Opening("alice", EPOCH, head, unsettled.size(), lowest, 0), clientCursor, now);
    }

    /** Answers the page that was asked for, if one was. */
    boolean answer() {
        PageRequest request = asked;
        if (request == null) return false;
        asked = null;
        List<Delivery> deliveries = new ArrayList<>();
        Lanes through = request.after();
        for (Priority lane : Priority.values()) {
            List<Delivery> found = unsettled.tailMap(request.after().get(lane), false).values().stream()
                    .filter(d -> d.priority() == lane)
                    .filter(d -> d.seq() > request.resumedThrough() || isDue(d, request))
                    .limit(request.limit())
                    .toList();
            deliveries.addAll(found);
            boolean whole = found.size() < request.limit();
            through = through.with(
                    lane,
                    Math.max(
                            through.get(lane),
                            whole ? head : found.get(found.size() - 1).seq()));
        }
        state.page(new Page("alice", head, deliveries, through), now);
        return true;
    }

    private static boolean isDue(Delivery delivery, PageRequest request) {
        Instant since = delivery.sentAt() == null ? delivery.createdAt() : delivery.sentAt();
        return !since.isAfter(request.dueBefore());
    }

    void drain() {
        while (answer()) {}
    }

    /** Nothing that is unsettled and at or before the client's cursor may be unknown to the client. */
    void assertCursorIsHonest() {
        Cursor cursor = clientCursor == null ? null : Cursor.parse(clientCursor);
        if (cursor == null) return;
        assertThat(received).containsAll(unsettled.headMap(cursor.seq(), true).keySet());
    }

    @Override
    public void ready(Opening opening, boolean resumed) {
        frames.add("ready " + resumed);
    }

    @Override
    public void reset(String epoch, long seq, String reason) {
        frames.add("reset " + reason);
        clientCursor = epoch + "." + seq;
    }

    @Override
    public void delivery(@Nullable String epoch, Delivery delivery, byte @Nullable [] body) {
        frames.add(
                (epoch == null ? "" : "#") + delivery.seq() + (delivery.attempt() > 1 ? "x" + delivery.attempt() : ""));
        seqs.add(delivery.seq());
        received.add(delivery.seq());
        moveCursor(epoch, delivery.seq());
        unsettled.computeIfPresent(
                delivery.seq(),
                (seq, d) -> new Delivery(seq, d.priority(), delivery.attempt(), now, d.createdAt(), null, CONTENT));
    }

    private void moveCursor(@Nullable String epoch, long seq) {
        if (epoch == null) return;
        Cursor before = clientCursor == null ? null : Cursor.parse(clientCursor);
        if (before != null) assertThat(seq).as("ids strictly increase").isGreaterThan(before.seq());
        clientCursor = epoch + "." + seq;
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
    public void read(PageRequest request) {
        assertThat(asked).as("one page at a time").isNull();
        asked = request;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }
}
