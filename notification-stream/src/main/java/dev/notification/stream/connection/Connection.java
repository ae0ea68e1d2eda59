package dev.notification.stream.connection;

import dev.notification.store.Arrival;
import dev.notification.store.Delivery;
import dev.notification.store.OpenConnection;
import dev.notification.store.Opening;
import dev.notification.store.Page;
import dev.notification.store.PageRequest;
import dev.notification.stream.security.Caller;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: carries events to its {@link StreamState} on the channel's event loop, frames to its {@link FrameWriter}
 * and questions to the store. Only {@link #arrived}, {@link #grown}, {@link #swept}, {@link #changed}, {@link #epochChanged}
 * and {@link #onLoop} may be called from other threads.
 */
final class Connection implements StreamRequests {
    /** Arrivals that may wait for the event loop with their content; what is beyond is read from the store. */
    private static final int MAX_WAITING_ARRIVALS = 64;
    /** With the half second between two ticks less than the second that a stream may outlive its token. */
    private static final Duration MARKS_MAY_TAKE = Duration.ofMillis(400);

    private final Caller caller;
    private final @Nullable String address;
    private final StreamOptions options;
    private final StreamNode node;
    private final Outlet outlet;
    private final FrameWriter frames;
    private final StreamState state;
    private final Lifetime lifetime;
    private final OpeningQuestion opening;
    private final AtomicInteger waitingArrivals = new AtomicInteger();
    private final KnownHead knownHead = new KnownHead();
    private long backlogHead = Long.MAX_VALUE;
    private int inFlight;
    private boolean waits;
    private boolean turning;
    private boolean closed;

    /** @param address of the client, null when unknown */
    Connection(
            Caller caller,
            @Nullable String address,
            @Nullable String cursor,
            StreamOptions options,
            StreamNode node,
            Outlet outlet) {
        this.caller = caller;
        this.address = address;
        this.options = options;
        this.node = node;
        this.outlet = outlet;
        this.frames = new FrameWriter(outlet, caller.recipient(), options, node.frames(), this::sent);
        this.state = new StreamState(frames, this, options, node.redelivery());
        this.lifetime = new Lifetime(node.properties(), caller.expiresAt(), node.now());
        this.opening =
                new OpeningQuestion(node, options, caller.recipient(), address, cursor, this::onLoop, this::opened);
    }

    /** Where everything of this stream happens. */
    EventLoop loop() {
        return outlet.loop();
    }

    String recipient() {
        return caller.recipient();
    }

    Caller caller() {
        return caller;
    }

    /** What admins see of it, null once it is over; on its event loop. */
    @Nullable
    OpenConnection shown() {
        return closed ? null : ShownConnections.look(state, lifetime, options, address);
    }

    /** The head of the response is out: the stream is let in, or its client turned away. */
    void begin() {
        node.begin(this);
    }

    /** It was let in. */
    void start() {
        waits = true;
        outlet.onWritable(() -> onLoop(() -> state.writable(node.now())));
        opening.ask();
    }

    private void opened(Opening answer, @Nullable String cursor) {
        knownHead.reaches(answer.head());
        backlogHead = answer.head();
        waitsNoMore();
        state.opened(answer, cursor, node.now());
        state.grown(knownHead.get(), node.now());
    }

    private void waitsNoMore() {
        if (waits) node.admission().opened();
        waits = false;
    }

    @Override
    public void read(PageRequest request) {
        node.reader().read(request, this::page, () -> onLoop(state::pageFailed));
    }

    private void page(Page page) {
        onLoop(() -> state.page(page, node.now()));
    }

    @Override
    public void exhaust(List<Long> seqs) {
        node.reader().exhaust(recipient(), seqs);
    }

    void arrived(Delivery delivery, byte[] body) {
        knownHead.reaches(delivery.seq());
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
        if (knownHead.reaches(head)) onLoop(() -> state.grown(head, node.now()));
    }

    /** The store says that the inbox reaches this far. */
    void swept(long head) {
        knownHead.swept(head);
    }

    /** Deliveries of this inbox were acked somewhere. */
    void changed(Arrival.Acked acked) {
        onLoop(() -> state.acked(acked.ranges(), node.now()));
    }

    /** Deliveries of this inbox are not to be sent any more. */
    void changed(Arrival.Withdrawn withdrawn) {
        onLoop(() -> state.withdrawn(withdrawn.ranges(), node.now()));
    }

    /** Deliveries of this inbox were read somewhere. */
    void changed(Arrival.Read read) {
        onLoop(() -> state.read(read.ranges()));
    }

    /** The store was set back: begins anew on the same connection, after telling the client. */
    void epochChanged() {
        onLoop(() -> {
            String position = state.cursor();
            knownHead.forget();
            state.epochChanged();
            lifetime.opening(node.now());
            opening.askFrom(position);
        });
    }

    /** Twice a second: repeats, heartbeats, ends, and what failed before. */
    void tick(Moment now) {
        if (closed) return;
        lifetime.observe(outlet.waitingBytes(), outlet.isWritable(), now);
        outlet.tryAgain();
        if (opening.standsInLine()) lifetime.othersOpened(node.reader().lastOpening());
        CloseReason over = lifetime.over(state.isOpening(), now);
        if (over == CloseReason.SLOW) {
            cut(over);
        } else if (over != null) {
            end(over);
        } else {
            opening.askAgainIfFailed();
            if (knownHead.tick() && !state.isOpening()) node.metrics().repaired();
            in(() -> {
                state.grown(knownHead.get(), now);
                state.tick(now);
                if (lifetime.heartbeatDue(now) && outlet.isWritable()) frames.heartbeat();
            });
        }
    }

    /** Ends the stream at this {@link Moment steady} millisecond, or before; from its event loop. */
    void drainBy(long end) {
        lifetime.drainBy(end);
    }

    /** Lets the client know that it came in vain, and that it should not come back soon. */
    void turnAway(CloseReason reason) {
        in(() -> frames.retry(TurnedAway.returnMillis()));
        end(reason);
    }

    /** Tells the client why and ends the response cleanly. */
    void end(CloseReason reason) {
        if (closed) return;
        close();
        frames.close(reason);
        frames.flush();
        node.ended(this, reason);
        // what was sent here is known to be sent before the client can come back; a store that stalls keeps nobody
        Runnable ending = () -> outlet.end(node.properties().slowTimeout());
        var unused = outlet.loop().schedule(ending, MARKS_MAY_TAKE.toMillis(), TimeUnit.MILLISECONDS);
        // behind the flush of the last frames: what needs no ack is known to be sent when it was written
        outlet.loop()
                .execute(() ->
                        node.marks().flushed(recipient(), () -> outlet.loop().execute(ending)));
    }

    /** Something in it broke. */
    void failed() {
        if (closed) outlet.cut();
        else cut(CloseReason.UNAVAILABLE);
    }

    private void close() {
        closed = true;
        waitsNoMore();
        showInFlight(0);
    }

    private void cut(CloseReason reason) {
        close();
        node.ended(this, reason);
        outlet.cut();
    }

    /** The client is gone. */
    void disconnected() {
        if (closed) return;
        close();
        // it may be at another node in a moment, which then should know what was sent here
        node.marks().flushed(recipient(), () -> {});
        node.disconnected(this);
    }

    void onLoop(Runnable event) {
        outlet.loop().execute(() -> {
            if (!closed) in(event);
        });
    }

    private void sent(Delivery delivery) {
        // how long the backlog waited for this stream says nothing of the service
        node.sent(recipient(), delivery, delivery.seq() > backlogHead);
    }

    private void showInFlight(int count) {
        if (count != inFlight) node.metrics().inFlight(count - inFlight);
        inFlight = count;
    }

    /** Runs an event; all frames it makes go out as one write. */
    private void in(Runnable event) {
        event.run();
        if (!closed) showInFlight(state.inFlight().count());
        if (turning) frames.turn();
        if (frames.flush()) lifetime.wrote(node.now());
        if (turning) {
            node.admission().invitedBack(recipient());
            end(CloseReason.TURN);
        }
    }

    @Override
    public void turn() {
        turning = true;
    }
}
