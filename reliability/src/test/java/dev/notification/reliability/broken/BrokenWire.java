package dev.notification.reliability.broken;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;

/** What goes to HTTP/1.1 clients is not what was written for them. */
final class BrokenWire extends ChannelOutboundHandlerAdapter {
    private static final byte[] RESET = "event: stream.reset".getBytes(UTF_8);
    private static final byte[] ID = "id: ".getBytes(UTF_8);

    private final Defect defect;
    private int written;

    private BrokenWire(Defect defect) {
        this.defect = defect;
    }

    /** Next to the socket, where there are only bytes; their number stays, so that chunks fit. */
    static void into(ChannelPipeline pipeline, Defect defect) {
        pipeline.addFirst("broken", new BrokenWire(defect));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            if (defect == Defect.UNANNOUNCED_RESET) hide(bytes);
            else stepBack(bytes);
        }
        var unused = context.write(message, promise);
    }

    /** Ends every second id with a zero. */
    private void stepBack(ByteBuf bytes) {
        int at = find(bytes, ID);
        if (at < 0 || ++written % 2 == 0) return;
        int end = bytes.indexOf(at, bytes.writerIndex(), (byte) '\n');
        if (end > at) bytes.setByte(end - 1, '0');
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
