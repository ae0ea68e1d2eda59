package dev.notification.stream.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests of HTTP/1 that a proxy in front may read in another way than Netty does, and so take a part of one for
 * another one: as if they could not be decoded, which is answered with 400 and the end of the connection. A target that is merely not
 * escaped where it should be has one reading, and is given it.
 */
@ChannelHandler.Sharable
final class OneReading extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
            String doubt = doubt(request);
            if (doubt != null) {
                request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(doubt)));
            } else {
                request.setUri(Targets.escaped(request.uri()));
            }
        }
        context.fireChannelRead(message);
    }

    private static @Nullable String doubt(HttpRequest request) {
        HttpHeaders headers = request.headers();
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        // anything but this one is either no chunked body for somebody, or something nobody here can decode
        if (!codings.isEmpty()
                && !(codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0)))) {
            return "Transfer-Encoding is not chunked alone";
        }
        for (String length : headers.getAll(HttpHeaderNames.CONTENT_LENGTH)) {
            if (length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return "Content-Length is not a number";
            }
        }
        boolean current = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!current && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) return "The version is none of HTTP/1";
        if (current && headers.getAll(HttpHeaderNames.HOST).size() != 1) {
            return "Host is not there, or there twice";
        }
        return request.uri().chars().allMatch(c -> c > ' ' && c < 0x7f) ? null : "The target is not ASCII";
    }
}
