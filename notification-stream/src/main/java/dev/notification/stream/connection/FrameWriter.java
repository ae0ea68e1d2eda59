package dev.notification.stream.connection;

import dev.notification.store.Delivery;
import dev.notification.store.Opening;
import dev.notification.store.SequenceRange;
import dev.notification.stream.frame.DeliveryJson;
import dev.notification.stream.frame.FrameProperties;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Frames of one stream, gathered to a burst that goes out as one write. On the channel's event loop. */
final class FrameWriter implements FrameOutput {
    private static final long MIN_TURN_MILLIS = 100;
    private static final long MAX_TURN_MILLIS = 500;

    private static final int FRAME_OVERHEAD = 256;

    private final Outlet outlet;
    private final byte[] quotedRecipient;
    private final StreamOptions options;
    private final FrameProperties frames;
    private final Consumer<Delivery> sent;
    private @Nullable ByteBuf burst;
    private List<Delivery> settling = List.of();

    /**
     * @param sent hears of each delivery that is put into a frame; of those that need no ack when they were written to the socket, which
     *     settles them for good
     */
    FrameWriter(
            Outlet outlet, String recipient, StreamOptions options, FrameProperties frames, Consumer<Delivery> sent) {
        this.outlet = outlet;
        this.quotedRecipient = DeliveryJson.quote(recipient);
        this.options = options;
        this.frames = frames;
        this.sent = sent;
    }

    /** Sends what was gathered; whether that was anything. */
    boolean flush() {
        ByteBuf gathered = burst;
        List<Delivery> settled = settling;
        burst = null;
        settling = List.of();
        if (gathered == null) return false;
        outlet.write(gathered, settled.isEmpty() ? null : () -> settled.forEach(sent));
        return true;
    }

    @Override
    public boolean hasRoomFor(Delivery delivery) {
        return outlet.hasRoomFor(size(delivery));
    }

    @Override
    public boolean isWritable() {
        return outlet.isWritable();
    }

    private int size(Delivery delivery) {
        int content = delivery.content().size();
        if (frames.exceeds(content)) return delivery.content().attributes().length + FRAME_OVERHEAD;
        return (delivery.content().binary() ? content / 3 * 4 : content) + FRAME_OVERHEAD + quotedRecipient.length;
    }

    private ByteBuf room(int bytes) {
        if (burst == null) burst = outlet.buffer(bytes);
        return burst;
    }

    void retry(long millis) {
        Frames.retry(room(FRAME_OVERHEAD), millis);
    }

    /** The client is to come back at once: its next request is the ack. */
    void turn() {
        retry(ThreadLocalRandom.current().nextLong(MIN_TURN_MILLIS, MAX_TURN_MILLIS + 1));
    }

    void heartbeat() {
        Frames.heartbeat(room(8));
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
        Frames.notification(out, epoch, options.eventField().of(delivery), delivery.seq(), prefix, body);
        if (delivery.ackRequired()) sent.accept(delivery);
        else settle(delivery);
    }

    private void settle(Delivery delivery) {
        if (settling.isEmpty()) settling = new ArrayList<>();
        settling.add(delivery);
    }

    private byte[] body(Delivery delivery, byte @Nullable [] encoded) {
        if (frames.exceeds(delivery.content().size())) {
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
    public void stalled(int inFlight) {
        Frames.stalled(room(FRAME_OVERHEAD), inFlight);
    }

    void close(CloseReason reason) {
        Frames.close(room(FRAME_OVERHEAD), reason);
    }
}
