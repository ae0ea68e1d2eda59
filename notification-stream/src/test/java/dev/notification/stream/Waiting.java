package dev.notification.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;

/** Watches what waits for clients in the channels of a node: for an HTTP/1.1 connection, and for each stream of HTTP/2. */
class Waiting {
    private static final AtomicLong MOST = new AtomicLong();

    /** The most bytes that ever waited in one channel. */
    static long most() {
        return MOST.get();
    }

    static void forget() {
        MOST.set(0);
    }

    @Bean
    NettyServerCustomizer watchWhatWaits() {
        return server -> server.doOnConnection(connection -> connection
                .channel()
                .pipeline()
                .addFirst(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                        var unused = context.write(message, promise);
                        MOST.accumulateAndGet(waiting(context.channel()), Math::max);
                    }
                }));
    }

    private static long waiting(Channel channel) {
        ChannelConfig config = channel.config();
        return channel.isWritable()
                ? config.getWriteBufferHighWaterMark() + 1 - channel.bytesBeforeUnwritable()
                : config.getWriteBufferLowWaterMark() - 1 + channel.bytesBeforeWritable();
    }
}
