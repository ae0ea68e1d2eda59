package dev.notification.stream.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.Errors;
import java.net.SocketException;

/**
 * Takes notice of connections of HTTP/2 that the system gave up, which nobody else does: without it each of them would be a
 * stack trace in the log, and clients that vanish are no defect. Their streams hear of it by themselves.
 */
@ChannelHandler.Sharable
final class LostConnections extends ChannelInboundHandlerAdapter {

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Errors.NativeIoException || cause instanceof SocketException) return;
        context.fireExceptionCaught(cause);
    }
}
