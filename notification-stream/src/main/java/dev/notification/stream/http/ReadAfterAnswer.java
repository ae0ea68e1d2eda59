package dev.notification.stream.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import reactor.netty.NettyPipeline;

/**
 * Reads on after every answer. Reactor Netty (1.3.7) holds a request back while the answer before it, given on another thread,
 * is not quite over; when it then answers the held request at once, it forgets to ask for the next one, and a connection that
 * is kept alive stands still for ever. The end of each answer passes here as an event.
 */
@ChannelHandler.Sharable
final class ReadAfterAnswer extends ChannelInboundHandlerAdapter {

    /** Adds this behind what holds requests back; nowhere when the channel speaks something else. */
    void addTo(Channel channel) {
        if (channel.pipeline().context(NettyPipeline.HttpTrafficHandler) != null) {
            channel.pipeline().addAfter(NettyPipeline.HttpTrafficHandler, null, this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        context.read();
    }
}
