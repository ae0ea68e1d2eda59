package dev.notification.stream.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a channel over from WebFlux. WebFlux answers the request with the head and the first bytes of a stream, and for it that
 * is all: the end of its response stops here. What it had for the request (exchange, credentials, operators, decoders; more
 * than 20 KB) is free to go then, and the channel has this handler alone, behind TLS where there is any. The last of its
 * pipeline, so that it is the first that sees what is written.
 */
final class Takeover extends ChannelDuplexHandler {
    /** Written by an {@link Outlet} behind the last bytes. */
    static final Object END = new Object();

    private static final Logger log = LoggerFactory.getLogger(Takeover.class);

    private final Framing framing;
    private final Outlet outlet;
    private final Connection connection;
    private State state;

    private enum State {
        /** The request is WebFlux's, which may refuse it yet. */
        ASKED,
        /** WebFlux is done, but may still be on the stack. */
        ANSWERED,
        TAKEN
    }

    private Takeover(Framing framing, Outlet outlet, Connection connection, State state) {
        this.framing = framing;
        this.outlet = outlet;
        this.connection = connection;
        this.state = state;
    }

    /** For a channel on which WebFlux is about to answer; if with anything but the head of a stream, nothing happens. */
    static Takeover afterHead(Framing framing, Outlet outlet, Connection connection) {
        return new Takeover(framing, outlet, connection, State.ASKED);
    }

    /** For a channel that nobody had before. */
    static Takeover atOnce(Framing framing, Outlet outlet, Connection connection) {
        return new Takeover(framing, outlet, connection, State.TAKEN);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && state == State.TAKEN) {
            framing.write(context, bytes, promise);
        } else if (message == END) {
            framing.end(context);
        } else if (message instanceof LastHttpContent last && state == State.ASKED && !(last instanceof HttpResponse)) {
            state = State.ANSWERED;
            last.release();
            context.executor().execute(() -> take(context));
            promise.setSuccess();
        } else {
            if (message instanceof HttpResponse head) answered(context, head);
            var unused = context.write(message, promise);
        }
    }

    private void answered(ChannelHandlerContext context, HttpResponse head) {
        if (!head.status().equals(HttpResponseStatus.OK) || head instanceof FullHttpResponse) {
            context.pipeline().remove(this);
        } else if (framing == Framing.CONNECTION) {
            // Reactor Netty answers HTTP/1.0 with chunks too, which its clients need not know
            head.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
        }
    }

    private void take(ChannelHandlerContext context) {
        Channel channel = context.channel();
        if (!channel.isActive()) return;
        if (!removeHttp(context.pipeline())) {
            log.error(
                    "A stream is cut off: nothing speaks HTTP in {}",
                    channel.pipeline().names());
            var unused = channel.close();
            return;
        }
        state = State.TAKEN;
        // nothing more is expected, but only who reads hears that the client is gone
        channel.config().setAutoRead(true);
        connection.begin();
    }

    /** Removes what decodes requests and encodes answers, and all that stands behind it; false when there is no such thing. */
    private boolean removeHttp(ChannelPipeline pipeline) {
        boolean found = false;
        for (ChannelHandler handler : pipeline.toMap().values()) {
            if (handler == this) break;
            found |= handler instanceof HttpServerCodec || handler instanceof Http2StreamFrameToHttpObjectCodec;
            if (found) pipeline.remove(handler);
        }
        return found;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (state == State.TAKEN) connection.begin();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.TAKEN) ReferenceCountUtil.release(message);
        else context.fireChannelRead(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (state == State.TAKEN && context.channel().isWritable()) outlet.writable();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state == State.TAKEN) connection.disconnected();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (state != State.TAKEN) {
            context.fireExceptionCaught(cause);
            return;
        }
        // a client that vanished is no defect, and counted where its stream ends
        if (!(cause instanceof IOException)) log.error("A stream is cut off", cause);
        var unused = context.close();
    }
}
