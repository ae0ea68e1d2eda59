package dev.notification.stream.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Answers a request with a body in HTTP/1.1 even when it offers to upgrade to h2c, as Java's own client does with every
 * first request. To upgrade, Netty would have to hold the whole body before anybody is authenticated; it answers 413
 * instead. A server may decline an upgrade (RFC 9110, section 7.8), and the client offers it again.
 */
@ChannelHandler.Sharable
final class UpgradeOnlyWithoutBody extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess() && hasBody(request)) {
            HttpHeaders headers = request.headers();
            if (headers.contains(HttpHeaderNames.UPGRADE)) {
                headers.remove(HttpHeaderNames.UPGRADE).remove("HTTP2-Settings");
                boolean keepAlive = HttpUtil.isKeepAlive(request);
                headers.remove(HttpHeaderNames.CONNECTION);
                HttpUtil.setKeepAlive(request, keepAlive);
            }
        }
        context.fireChannelRead(message);
    }

    private static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    }
}
