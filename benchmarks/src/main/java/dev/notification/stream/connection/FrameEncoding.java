package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.store.Content;
import dev.notification.stream.frame.DeliveryJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A notification with 300 bytes of data as a frame, into a buffer that is there: what {@link FrameWriter} does for each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameEncoding {
    private static final byte[] ATTRIBUTES = """
            "specversion":"1.0","id":"42","source":"/benchmarks","type":"order.shipped","priority":"normal\"""".getBytes(UTF_8);
    private static final byte[] DATA =
            "{\"text\":\"%s\"}".formatted("x".repeat(289)).getBytes(UTF_8);

    private final Content content = new Content("order.shipped", ATTRIBUTES, DATA, false);
    private final byte[] recipient = DeliveryJson.quote("recipient-42");
    private final byte[] shared = DeliveryJson.body(content);
    private final ByteBuf out = Unpooled.directBuffer(1_024);
    private long seq = 1_000;

    /** All of it, as for a notification with one recipient. */
    @Benchmark
    public ByteBuf encode() {
        return frame(DeliveryJson.body(content));
    }

    /** What is left for each recipient when the body is shared. */
    @Benchmark
    public ByteBuf encodeSharedBody() {
        return frame(shared);
    }

    private ByteBuf frame(byte[] body) {
        out.clear();
        byte[] prefix = DeliveryJson.prefix(++seq, 1, recipient);
        Frames.notification(out, "k3f9ab", null, seq, prefix, body);
        return out;
    }
}
