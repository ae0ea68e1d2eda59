package dev.notification.reliability.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One direction of a connection: what was read waits here until it is due. On the event loop. */
final class Pipe {
    private static final int MOST_HELD = 1 << 20;

    private final Tunnel tunnel;
    private final Direction direction;
    private final SocketChannel from;
    private final SocketChannel to;
    private final Random random;
    private final Deque<Chunk> held = new ArrayDeque<>();
    private Toxics toxics;
    private int heldBytes;
    private long lastDue;
    private long left;
    private boolean reading;
    private boolean scheduled;
    private boolean over;

    /** Bytes, or how the stream of them ended. */
    private record Chunk(ByteBuf bytes, End end, long due) {}

    private enum End {
        NOT_YET,
        CLOSED,
        RESET
    }

    Pipe(Tunnel tunnel, Direction direction, SocketChannel from, SocketChannel to, long seed) {
        this.tunnel = tunnel;
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.random = new Random(seed);
        this.toxics = tunnel.toxics(direction);
        this.left = toxics.limit();
    }

    ChannelInboundHandlerAdapter source() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                take((ByteBuf) message);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                reading = false;
                pull();
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event == ChannelInputShutdownReadComplete.INSTANCE) take(End.CLOSED);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                take(End.RESET);
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                take(End.RESET);
            }
        };
    }

    /** For the channel that it writes to. A write is done before its bytes are given free, so its end says nothing yet. */
    ChannelInboundHandlerAdapter sink() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                pull();
                context.fireChannelWritabilityChanged();
            }
        };
    }

    /** Reads on when there is room for it. */
    void pull() {
        if (over || reading || toxics.blackhole() || heldBytes >= MOST_HELD || !to.isWritable()) return;
        reading = true;
        from.read();
    }

    void toxicsChanged() {
        Toxics now = tunnel.toxics(direction);
        if (now.equals(toxics)) return;
        toxics = now;
        left = now.limit();
        push();
    }

    private void take(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        if (!toxics.none()) tunnel.hurt(bytes.readableBytes());
        if (left >= 0) {
            if (bytes.readableBytes() >= left) {
                to.writeAndFlush(bytes.readSlice((int) left).retain()).addListener(written -> tunnel.cut());
                bytes.release();
                over = true;
                return;
            }
            left -= bytes.readableBytes();
        }
        int most = toxics.chunk();
        long late = late();
        while (bytes.readableBytes() > most) {
            hold(bytes.readRetainedSlice(most), late);
        }
        hold(bytes, late);
        push();
    }

    private long late() {
        long nanos = toxics.latency().toNanos();
        long jitter = toxics.jitter().toNanos();
        return jitter == 0 ? nanos : nanos + (long) (random.nextDouble() * jitter);
    }

    private void hold(ByteBuf bytes, long late) {
        long takes = toxics.bytesPerSecond() == 0
                ? 0
                : TimeUnit.SECONDS.toNanos(1) * bytes.readableBytes() / toxics.bytesPerSecond();
        lastDue = Math.max(lastDue, System.nanoTime() + late) + takes;
        heldBytes += bytes.readableBytes();
        held.add(new Chunk(bytes, End.NOT_YET, lastDue));
    }

    private void take(End end) {
        if (over) {
            // it had ended politely before, and now cannot be written to either: nobody would ask it again
            if (end == End.RESET) tunnel.resetNow();
            return;
        }
        lastDue = Math.max(lastDue, System.nanoTime() + (toxics.none() ? 0 : late()));
        held.add(new Chunk(Unpooled.EMPTY_BUFFER, end, lastDue));
        push();
    }

    /** Sends on what is due. */
    private void push() {
        if (toxics.blackhole()) return;
        boolean written = false;
        while (!over && !held.isEmpty()) {
            long wait = toxics.none() ? 0 : held.element().due() - System.nanoTime();
            if (wait > 0) {
                schedule(wait);
                break;
            }
            Chunk chunk = held.remove();
            if (chunk.end() != End.NOT_YET) {
                if (written) to.flush();
                end(chunk.end());
                return;
            }
            heldBytes -= chunk.bytes().readableBytes();
            // each slice by itself; otherwise what was read together goes out together
            var unused = toxics.slice() > 0 ? to.writeAndFlush(chunk.bytes()) : to.write(chunk.bytes());
            written = true;
        }
        if (written) to.flush();
        pull();
    }

    private void schedule(long nanos) {
        if (scheduled) return;
        scheduled = true;
        var unused = from.eventLoop()
                .schedule(
                        () -> {
                            scheduled = false;
                            push();
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private void end(End end) {
        over = true;
        if (end == End.RESET) {
            tunnel.resetNow();
        } else {
            var unused = to.shutdownOutput().addListener((ChannelFutureListener) done -> tunnel.ended());
        }
    }

    /** Forgets what it holds. */
    void drop() {
        over = true;
        held.forEach(chunk -> ReferenceCountUtil.release(chunk.bytes()));
        held.clear();
        heldBytes = 0;
    }
}
