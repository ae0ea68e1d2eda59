package dev.notification.stream.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;

/**
 * The way to one client's socket. Bodies go straight to the channel, because only the channel knows how much of them is
 * still here; the response around them begins and ends through WebFlux. Everything on the channel's event loop.
 */
final class Outlet {
    private static final String NAME = "notification.writability";

    private final Channel channel;
    private final Runnable complete;
    private boolean flushing;
    private boolean ended;

    /** @param complete ends the response after all that was written */
    Outlet(Channel channel, Runnable complete) {
        this.channel = channel;
        this.complete = complete;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    ByteBuf buffer(int bytes) {
        return channel.alloc().buffer(bytes);
    }

    void onWritable(Runnable resume) {
        loop().execute(this::forgetUpgrade);
        channel.pipeline().addLast(NAME, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                if (context.channel().isWritable()) resume.run();
                context.fireChannelWritabilityChanged();
            }
        });
    }

    /** What the server keeps to change an HTTP/1.1 connection into HTTP/2, 4 KB, is of no use to one that streams. */
    private void forgetUpgrade() {
        ChannelHandler upgrade = channel.pipeline().get(HttpServerUpgradeHandler.class);
        if (upgrade != null) channel.pipeline().remove(upgrade);
    }

    /** Whether the client takes what is written; false while too much waits for it here. */
    boolean isWritable() {
        return channel.isWritable() && channel.isActive() && !ended;
    }

    /** Bytes that wait here to be written; known only while the channel is writable. */
    long heldBytes() {
        return channel.config().getWriteBufferHighWaterMark() - channel.bytesBeforeUnwritable();
    }

    /** How much the client has to take before more may be written; 0 when it may. */
    long waitingBytes() {
        return channel.isWritable() ? 0 : channel.bytesBeforeWritable();
    }

    /** Takes the buffer over. One flush follows for all that is written in the same turn of the event loop. */
    void write(ByteBuf frames) {
        if (ended || !channel.isActive()) {
            frames.release();
            return;
        }
        var unused = channel.write(new DefaultHttpContent(frames), channel.voidPromise());
        if (flushing) return;
        flushing = true;
        channel.eventLoop().execute(() -> {
            flushing = false;
            channel.flush();
        });
    }

    /** Ends the response cleanly, behind everything written. */
    void end() {
        if (ended) return;
        ended = true;
        detach();
        complete.run();
    }

    /** Cuts the connection off: the client does not take even an end. */
    void cut() {
        if (ended) return;
        ended = true;
        var unused = channel.close();
    }

    void detach() {
        if (channel.pipeline().get(NAME) != null) channel.pipeline().remove(NAME);
    }
}
