package dev.notification.stream.connection;

import dev.notification.store.Delivery;
import dev.notification.store.Opening;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.store.SequenceRange;
import dev.notification.stream.frame.DeliveryJson;
import dev.notification.stream.security.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: carries events to its {@link StreamState} on the channel's event loop and frames to its {@link Outlet}.
 * Only {@link #arrived}, {@link #grown}, {@link #swept}, {@link #changed} and {@link #epochChanged} may be called from other
 * threads.
 */
final class Connection implements StreamState.Output {
    /** Arrivals that may wait for the event loop with their content; what is beyond is read from the store. */
    private static final int MAX_WAITING_ARRIVALS = 64;

    private static final int FRAME_OVERHEAD = 256;

    private final Caller caller;
    private final byte[] quotedRecipient;
    private final StreamNode node;
    private final Outlet outlet;
    private final StreamState state;
    private final Lifetime lifetime;
    private final AtomicInteger waitingArrivals = new AtomicInteger();
    private final AtomicLong knownHead = new AtomicLong();
    private volatile long sweptHead;
    private long sweptBefore;
    private @Nullable String cursor;
    private boolean openAgain;
    private int openings;
    private boolean closed;
    private @Nullable ByteBuf burst;

    Connection(Caller caller, @Nullable String cursor, StreamNode node, Outlet outlet) {
        this.caller = caller;
        this.cursor = cursor;
        this.node = node;
        this.outlet = outlet;
        this.quotedRecipient = DeliveryJson.quote(caller.recipient());
        this.state = new StreamState(this, node.properties().ackWait());
        this.lifetime = new Lifetime(node.properties(), caller.expiresAt(), node.now());
    }

    /** Where everything of this stream happens. */
    EventLoop loop() {
        return outlet.loop();
    }

    String recipient() {
        return caller.recipient();
    }

    /** Begins once the head of the response is out. */
    void start() {
        outlet.onWritable(() -> {
            if (!closed) in(() -> state.writable(node.now()));
        });
        open();
    }

    private void open() {
        openAgain = false;
        int asked = ++openings;
        node.reader().open(recipient(), opening -> opened(asked, opening), () -> openFailed(asked));
    }

    /** Only the last answer counts: one from before the store was set back may still be on its way. */
    private void opened(int asked, Opening opening) {
        onLoop(() -> {
            if (asked != openings) return;
            knownHead.accumulateAndGet(opening.head(), Math::max);
            state.opened(opening, cursor, node.now());
            state.grown(knownHead.get(), node.now());
        });
    }

    /** Nothing to do at once: the next tick asks again, until the stream is given up. */
    private void openFailed(int asked) {
        onLoop(() -> openAgain = asked == openings);
    }

    @Override
    public void read(PageRequest request) {
        node.reader().read(request, this::page, () -> onLoop(state::pageFailed));
    }

    private void page(Page page) {
        onLoop(() -> state.page(page, node.now()));
    }

    void arrived(Delivery delivery, byte[] body) {
        knownHead.accumulateAndGet(delivery.seq(), Math::max);
        if (waitingArrivals.incrementAndGet() > MAX_WAITING_ARRIVALS) {
            waitingArrivals.decrementAndGet();
            return;
        }
        onLoop(() -> {
            waitingArrivals.decrementAndGet();
            state.arrived(delivery, body, node.now());
            state.grown(knownHead.get(), node.now());
        });
    }

    /** The inbox reaches at least this far. */
    void grown(long head) {
        if (knownHead.getAndAccumulate(head, Math::max) < head) onLoop(() -> state.grown(head, node.now()));
    }

    /**
     * The store says that the inbox reaches this far. Its arrival is most likely on its way and costs less than a read, so it
     * has a whole tick to come.
     */
    void swept(long head) {
        sweptHead = head;
    }

    void changed(String event, List<SequenceRange> ranges) {
        onLoop(() -> state.changed(event, ranges));
    }

    /** The store was set back: begins anew on the same connection, after telling the client. */
    void epochChanged() {
        onLoop(() -> {
            if (state.cursor() != null) cursor = state.cursor();
            knownHead.set(0);
            sweptHead = 0;
            state.epochChanged();
            lifetime.opening(node.now());
            open();
        });
    }

    /** Twice a second: heartbeats, ends, and what failed before. */
    void tick(Instant now) {
        if (closed) return;
        lifetime.observe(outlet.waitingBytes(), outlet.isWritable(), now);
        CloseReason over = lifetime.over(state.isOpening(), now);
        if (over == CloseReason.SLOW) {
            cut(over);
        } else if (over != null) {
            end(over);
        } else {
            if (openAgain) open();
            long swept = sweptHead;
            long head = swept == sweptBefore ? Math.max(swept, knownHead.get()) : knownHead.get();
            sweptBefore = swept;
            in(() -> {
                state.grown(head, now);
                if (lifetime.heartbeatDue(now) && outlet.isWritable()) Frames.heartbeat(room(8));
            });
        }
    }

    /** Lets the client know that it came in vain, and that it should not come back soon. */
    void turnAway(CloseReason reason) {
        in(() -> Frames.retry(room(FRAME_OVERHEAD), TurnedAway.returnMillis()));
        end(reason);
    }

    /** Tells the client why and ends the response cleanly. */
    void end(CloseReason reason) {
        if (closed) return;
        in(() -> Frames.close(room(FRAME_OVERHEAD), reason));
        closed = true;
        node.ended(this, reason);
        // what was sent here is known to be sent before the client can come back
        node.marks().flushed(recipient(), () -> outlet.loop().execute(outlet::end));
    }

    private void cut(CloseReason reason) {
        closed = true;
        node.ended(this, reason);
        outlet.cut();
    }

    /** The client is gone. */
    void disconnected() {
        if (closed) return;
        closed = true;
        outlet.detach();
        // it may be at another node in a moment, which then should know what was sent here
        node.marks().flushed(recipient(), () -> {});
        node.disconnected(this);
    }

    void onLoop(Runnable event) {
        outlet.loop().execute(() -> {
            if (!closed) in(event);
        });
    }

    /** Runs an event; all frames it makes go out as one write. */
    private void in(Runnable event) {
        event.run();
        ByteBuf frames = burst;
        burst = null;
        if (frames == null) return;
        lifetime.wrote(node.now());
        outlet.write(frames);
    }

    private ByteBuf room(int bytes) {
        if (burst == null) burst = outlet.buffer(bytes);
        return burst;
    }

    @Override
    public void ready(Opening opening, boolean resumed) {
        Frames.ready(room(FRAME_OVERHEAD), opening, resumed);
    }

    @Override
    public void reset(String epoch, long seq, String reason) {
        Frames.reset(room(FRAME_OVERHEAD), epoch, seq, reason);
    }

    @Override
    public void delivery(@Nullable String epoch, Delivery delivery, byte @Nullable [] encoded) {
        byte[] body = body(delivery, encoded);
        byte[] prefix = DeliveryJson.prefix(delivery.seq(), delivery.attempt(), quotedRecipient);
        ByteBuf out = room(body.length + prefix.length + FRAME_OVERHEAD);
        Frames.notification(out, epoch, null, delivery.seq(), prefix, body);
        node.marks().add(recipient(), delivery, node.now());
    }

    private byte[] body(Delivery delivery, byte @Nullable [] encoded) {
        if (node.frames().exceeds(delivery.content().size())) {
            return DeliveryJson.bodyWithoutData(delivery.content(), delivery.seq());
        }
        return encoded != null ? encoded : DeliveryJson.body(delivery.content());
    }

    @Override
    public void bookmark(String epoch, long seq) {
        Frames.bookmark(room(FRAME_OVERHEAD), epoch, seq);
    }

    @Override
    public void caughtUp(long head) {
        Frames.caughtUp(room(FRAME_OVERHEAD), head);
    }

    @Override
    public void settled(String event, List<SequenceRange> ranges) {
        Frames.changed(room(FRAME_OVERHEAD), event, ranges);
    }

    @Override
    public boolean isWritable() {
        return outlet.isWritable();
    }
}
