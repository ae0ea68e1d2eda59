package dev.notification.stream.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;

/** Waits until a TLS connection has decided what it speaks; before, there is nothing that decodes requests. */
final class OnceNegotiated extends ChannelInboundHandlerAdapter {
    private final Consumer<ChannelPipeline> then;

    OnceNegotiated(Consumer<ChannelPipeline> then) {
        this.then = then;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            ChannelPipeline pipeline = context.pipeline();
            pipeline.remove(this);
            then.accept(pipeline);
        }
        context.fireUserEventTriggered(event);
    }
}
