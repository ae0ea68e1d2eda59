package dev.notification.stream.http;

import dev.notification.stream.problem.Problem;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import reactor.netty.channel.ChannelOperations;

/**
 * Fails a body of HTTP/1 whose chunks cannot be decoded for whoever reads it, and ends the connection with the answer. Reactor
 * Netty (1.3.7) would answer 400 by itself and let the body end as if it were whole: then what came of it is acted upon,
 * and the second answer to the request is a stack trace in the log.
 */
@ChannelHandler.Sharable
final class MalformedBodies extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean malformed = message instanceof HttpContent content
                && !(message instanceof HttpRequest)
                && content.decoderResult().isFailure();
        if (!malformed) {
            context.fireChannelRead(message);
            return;
        }
        ((HttpContent) message).release();
        if (ChannelOperations.get(context.channel()) == null) {
            var unused = context.close();
        } else {
            context.fireExceptionCaught(Problem.malformed("The chunks of the body cannot be read"));
        }
    }
}
