package dev.notification.stream.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to one client's socket. Frames go straight to the channel, because only the channel knows how much of them is
 * still here. Everything on the channel's event loop.
 */
final class Outlet {
    /**
     * What may wait for a client before the store is asked for more. A stream of HTTP/2 has it from here alone, options of the server reach only its connection.
     */
    private static final WriteBufferWaterMark MAY_WAIT = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    /** What may wait in all, unless a single frame is larger. */
    private static final long MAX_HELD_BYTES = 256 * 1024;

    private final Channel channel;
    private final Coding coding;
    private Runnable resume = () -> {};
    private @Nullable ByteBuf open;
    private boolean refused;
    private boolean flushing;
    private boolean ended;

    Outlet(Channel channel, Coding coding) {
        this.channel = channel;
        this.coding = coding;
        channel.config().setWriteBufferWaterMark(MAY_WAIT);
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    /** A buffer for the next {@link #write}; what is put into it counts as waiting. */
    ByteBuf buffer(int bytes) {
        ByteBuf buffer = channel.alloc().buffer(bytes);
        open = buffer;
        return buffer;
    }

    /** @param resume called when more may be written, after less was wanted */
    void onWritable(Runnable resume) {
        this.resume = resume;
    }

    /** The channel takes more again. */
    void writable() {
        refused = false;
        resume.run();
    }

    /** Whether the client takes what is written; false while too much waits for it here, or for what was refused last. */
    boolean isWritable() {
        return !refused && hasRoomFor(0);
    }

    /** Forgets that something was refused: what waited then may have gone without a word, if it was little. */
    void tryAgain() {
        refused = false;
    }

    /**
     * Whether a frame of so many bytes may be added to what waits here already. A frame larger than everything that may wait
     * goes when next to nothing does. What is refused is tried again when there may be room.
     */
    boolean hasRoomFor(int bytes) {
        if (ended || !channel.isActive()) return false;
        long gathered = open == null ? 0 : open.readableBytes();
        long left = channel.bytesBeforeUnwritable();
        long held = channel.config().getWriteBufferHighWaterMark() - left + gathered;
        boolean room = left > gathered && (held <= MAY_WAIT.low() || held + bytes <= MAX_HELD_BYTES);
        if (!room) refused = true;
        return room;
    }

    /** How much the client has to take before more may be written; 0 when it may. */
    long waitingBytes() {
        return channel.isWritable() ? 0 : channel.bytesBeforeWritable();
    }

    /**
     * Takes the buffer over. One flush follows for all that is written in the same turn of the event loop.
     *
     * @param written called when all of it was written to the socket, never if it could not be
     */
    void write(ByteBuf frames, @Nullable Runnable written) {
        open = null;
        if (ended || !channel.isActive()) {
            frames.release();
            return;
        }
        send(coding.encode(frames), written);
        if (flushing) return;
        flushing = true;
        channel.eventLoop().execute(() -> {
            flushing = false;
            channel.flush();
            // the channel has nothing to tell, as it was writable all the time
            if (refused && channel.isWritable()) writable();
        });
    }

    private void send(ByteBuf bytes, @Nullable Runnable written) {
        if (written == null) {
            var unused = channel.write(bytes, channel.voidPromise());
            return;
        }
        var unused = channel.write(bytes).addListener(write -> {
            if (write.isSuccess()) written.run();
        });
    }

    /**
     * Ends the response cleanly, behind everything written.
     *
     * @param patience with a client that does not take the rest; then it is cut off
     */
    void end(Duration patience) {
        if (ended) return;
        ended = true;
        ByteBuf last = coding.end();
        if (last.isReadable() && channel.isActive()) send(last, null);
        else last.release();
        if (!channel.isActive()) return;
        var unused = channel.write(Takeover.END);
        var late = loop().schedule(this::reset, patience.toMillis(), TimeUnit.MILLISECONDS);
        unused = channel.closeFuture().addListener(closed -> late.cancel(false));
    }

    /**
     * Cuts the connection off, of HTTP/2 the stream: the client does not take even an end. What the system still holds for it
     * is thrown away too, instead of being offered to it for minutes.
     */
    void cut() {
        if (ended) return;
        ended = true;
        reset();
    }

    private void reset() {
        if (channel instanceof SocketChannel && channel.isOpen())
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var unused = channel.close();
    }
}
