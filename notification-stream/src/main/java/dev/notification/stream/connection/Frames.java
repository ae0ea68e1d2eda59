package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.notification.store.Opening;
import dev.notification.store.SequenceRange;
import dev.notification.stream.frame.DeliveryJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of every frame. Lines end with LF; what comes from outside is JSON, in which no line ends, or was checked to be
 * a word; every block ends with an empty line.
 */
final class Frames {
    private static final byte[] ID = "id: ".getBytes(US_ASCII);
    private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    /** More entries than this go into several frames. */
    static final int MAX_ENTRIES = 1_000;

    private Frames() {}

    static void retry(ByteBuf out, long millis) {
        ascii(out, "retry: " + millis + "\n\n");
    }

    static void heartbeat(ByteBuf out) {
        ascii(out, ":\n\n");
    }

    /** A block that only moves the client's cursor. */
    static void bookmark(ByteBuf out, String epoch, long seq) {
        id(out, epoch, seq);
        out.writeByte('\n');
    }

    static void notification(
            ByteBuf out, @Nullable String epoch, @Nullable String event, long seq, byte[] prefix, byte[] body) {
        if (epoch != null) id(out, epoch, seq);
        if (event != null) {
            out.writeBytes(EVENT);
            ascii(out, event);
            out.writeByte('\n');
        }
        out.writeBytes(DATA).writeBytes(prefix).writeBytes(body);
        out.writeByte('\n').writeByte('\n');
    }

    static void ready(ByteBuf out, Opening opening, boolean resumed) {
        out.writeBytes("event: stream.ready\ndata: {\"recipient\":".getBytes(US_ASCII));
        out.writeBytes(DeliveryJson.quote(opening.recipient()));
        ascii(
                out,
                ",\"epoch\":\"" + opening.cursorEpoch() + "\",\"head\":" + opening.head() + ",\"unacked\":"
                        + opening.unacked() + ",\"resumed\":" + resumed + "}\n\n");
    }

    static void caughtUp(ByteBuf out, long head) {
        control(out, "stream.caught-up", "{\"head\":" + head + "}");
    }

    /** The one control frame with an id: the client's old cursor must not survive it. */
    static void reset(ByteBuf out, String epoch, long seq, String reason) {
        id(out, epoch, seq);
        control(out, "stream.reset", "{\"reason\":\"" + reason + "\"}");
    }

    static void stalled(ByteBuf out, int inFlight) {
        control(out, "stream.stalled", "{\"inFlight\":" + inFlight + "}");
    }

    static void close(ByteBuf out, CloseReason reason) {
        control(out, "stream.close", "{\"reason\":\"" + reason.word() + "\",\"reconnect\":" + reason.reconnect() + "}");
    }

    /** {@code stream.acked} or {@code stream.read}: single sequences and ranges, as many frames as it takes. */
    static void changed(ByteBuf out, String event, List<SequenceRange> ranges) {
        for (int from = 0; from < ranges.size(); from += MAX_ENTRIES) {
            StringBuilder seqs = new StringBuilder();
            StringBuilder pairs = new StringBuilder();
            for (SequenceRange range : ranges.subList(from, Math.min(ranges.size(), from + MAX_ENTRIES))) {
                if (range.from() == range.to()) {
                    comma(seqs).append(range.from());
                } else {
                    comma(pairs)
                            .append('[')
                            .append(range.from())
                            .append(',')
                            .append(range.to())
                            .append(']');
                }
            }
            control(out, event, "{\"seqs\":[" + seqs + "],\"ranges\":[" + pairs + "]}");
        }
    }

    private static StringBuilder comma(StringBuilder list) {
        return list.length() == 0 ? list : list.append(',');
    }

    private static void control(ByteBuf out, String event, String json) {
        ascii(out, "event: " + event + "\ndata: " + json + "\n\n");
    }

    private static void id(ByteBuf out, String epoch, long seq) {
        out.writeBytes(ID);
        ascii(out, epoch);
        out.writeByte('.');
        ascii(out, Long.toString(seq));
        out.writeByte('\n');
    }

    private static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }
}
