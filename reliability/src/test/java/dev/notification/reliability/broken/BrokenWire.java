package dev.notification.reliability.broken;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/** What goes to HTTP/1.1 clients is not what was written for them. */
final class BrokenWire extends ChannelOutboundHandlerAdapter {
    private static final byte[] RESET = "event: stream.reset".getBytes(UTF_8);
    private static final byte[] ID = "id: ".getBytes(UTF_8);

    private final Defect defect;
    private int written;

    private BrokenWire(Defect defect) {
        this.defect = defect;
    }

    /** Between those who write frames and the codec that wraps them in chunks. */
    static void into(ChannelPipeline pipeline, Defect defect) {
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            pipeline.addAfter(NettyPipeline.HttpCodec, "broken", new BrokenWire(defect));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ByteBuf bytes = message instanceof ByteBufHolder holder
                ? holder.content()
                : message instanceof ByteBuf plain ? plain : null;
        if (bytes != null && defect == Defect.UNANNOUNCED_RESET) hide(bytes);
        boolean twice = bytes != null && defect == Defect.NOT_MONOTONIC && find(bytes, ID) >= 0 && ++written % 20 == 0;
        if (twice) {
            Object copy = message instanceof ByteBufHolder holder ? holder.copy() : ((ByteBuf) message).copy();
            var unused = context.write(ReferenceCountUtil.touch(copy));
        }
        var unused = context.write(message, promise);
    }

    /** Makes comments of the lines of a reset. */
    private static void hide(ByteBuf bytes) {
        int at = find(bytes, RESET);
        if (at < 0) return;
        int begin = at;
        while (begin > bytes.readerIndex() && !emptyLineBefore(bytes, begin)) begin--;
        boolean lineBegins = true;
        for (int i = begin; i < bytes.writerIndex(); i++) {
            byte one = bytes.getByte(i);
            if (lineBegins && one == '\n') return;
            if (lineBegins) bytes.setByte(i, ':');
            lineBegins = one == '\n';
        }
    }

    private static boolean emptyLineBefore(ByteBuf bytes, int index) {
        return index - 2 >= bytes.readerIndex() && bytes.getByte(index - 1) == '\n' && bytes.getByte(index - 2) == '\n';
    }

    private static int find(ByteBuf bytes, byte[] wanted) {
        for (int i = bytes.readerIndex(); i <= bytes.writerIndex() - wanted.length; i++) {
            int n = 0;
            while (n < wanted.length && bytes.getByte(i + n) == wanted[n]) n++;
            if (n == wanted.length) return i;
        }
        return -1;
    }
}
