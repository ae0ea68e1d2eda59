package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;

/** How the body of a response without a length is laid out on its channel, and how its end is shown. */
enum Framing {
    /** HTTP/1.1: chunks (RFC 9112, section 7.1). */
    CHUNKS {
        @Override
        void write(ChannelHandlerContext context, ByteBuf bytes, ChannelPromise written) {
            ByteBuf size = context.alloc().buffer(MAX_SIZE_LINE);
            ByteBufUtil.writeAscii(size, Integer.toHexString(bytes.readableBytes()));
            ByteBufUtil.writeShortBE(size, CR_LF);
            var unused = context.write(size, context.voidPromise());
            unused = context.write(bytes, context.voidPromise());
            unused = context.write(LINE_END.duplicate(), written);
        }

        @Override
        void end(ChannelHandlerContext context) {
            var unused = context.writeAndFlush(LAST_CHUNK.duplicate()).addListener(ChannelFutureListener.CLOSE);
        }
    },
    /** HTTP/1.0, which ends a body with its connection. */
    CONNECTION {
        @Override
        void write(ChannelHandlerContext context, ByteBuf bytes, ChannelPromise written) {
            var unused = context.write(bytes, written);
        }

        @Override
        void end(ChannelHandlerContext context) {
            var unused = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    },
    /** A stream of HTTP/2, whose connection goes on. */
    HTTP_2 {
        @Override
        void write(ChannelHandlerContext context, ByteBuf bytes, ChannelPromise written) {
            var unused = context.write(new DefaultHttp2DataFrame(bytes), written);
        }

        @Override
        void end(ChannelHandlerContext context) {
            var unused = context.writeAndFlush(new DefaultHttp2DataFrame(true));
        }
    };

    /** Eight digits of a size and the end of the line. */
    private static final int MAX_SIZE_LINE = 10;

    private static final int CR_LF = '\r' << 8 | '\n';
    private static final ByteBuf LINE_END = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    /** That of a channel on which a request of this version came. */
    static Framing of(Channel channel, HttpVersion version) {
        if (channel instanceof Http2StreamChannel) return HTTP_2;
        return version.equals(HttpVersion.HTTP_1_1) ? CHUNKS : CONNECTION;
    }

    /**
     * Takes the bytes over; there is at least one.
     *
     * @param written fulfilled when the socket has all of them
     */
    abstract void write(ChannelHandlerContext context, ByteBuf bytes, ChannelPromise written);

    /** The body is complete. Closes what is of no use without it. */
    abstract void end(ChannelHandlerContext context);

    private static ByteBuf constant(String text) {
        ByteBuf bytes = Unpooled.directBuffer(text.length()).writeBytes(text.getBytes(US_ASCII));
        return Unpooled.unreleasableBuffer(bytes).asReadOnly();
    }
}
