package dev.notification.stream.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Opening;
import dev.notification.store.SequenceRange;
import dev.notification.store.StoreEpoch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FramesTests {

    @Test
    void notificationWithAndWithoutId() {
        byte[] prefix = "{\"seq\":42".getBytes(UTF_8);
        byte[] body = ",\"data\":1}".getBytes(UTF_8);
        assertThat(bytes(out -> Frames.notification(out, "k3f9", null, 42, prefix, body)))
                .isEqualTo("id: k3f9.42\ndata: {\"seq\":42,\"data\":1}\n\n");
        assertThat(bytes(out -> Frames.notification(out, null, null, 42, prefix, body)))
                .isEqualTo("data: {\"seq\":42,\"data\":1}\n\n");
        assertThat(bytes(out -> Frames.notification(out, "k3f9", "order.shipped", 42, prefix, body)))
                .isEqualTo("id: k3f9.42\nevent: order.shipped\ndata: {\"seq\":42,\"data\":1}\n\n");
    }

    @Test
    void controlFrames() {
        Opening opening = new Opening("al\"ice", new StoreEpoch(new byte[16]), 42, 3, 40, 0);
        assertThat(bytes(out -> Frames.retry(out, 3000))).isEqualTo("retry: 3000\n\n");
        assertThat(bytes(Frames::heartbeat)).isEqualTo(":\n\n");
        assertThat(bytes(out -> Frames.bookmark(out, "k3f9", 42))).isEqualTo("id: k3f9.42\n\n");
        assertThat(bytes(out -> Frames.ready(out, opening, true)))
                .isEqualTo("event: stream.ready\ndata: {\"recipient\":\"al\\\"ice\",\"epoch\":\""
                        + opening.cursorEpoch() + "\",\"head\":42,\"unacked\":3,\"resumed\":true}\n\n");
        assertThat(bytes(out -> Frames.caughtUp(out, 42)))
                .isEqualTo("event: stream.caught-up\ndata: {\"head\":42}\n\n");
        assertThat(bytes(out -> Frames.reset(out, "k3f9", 39, "ahead")))
                .isEqualTo("id: k3f9.39\nevent: stream.reset\ndata: {\"reason\":\"ahead\"}\n\n");
        assertThat(bytes(out -> Frames.close(out, CloseReason.TOKEN_EXPIRED)))
                .isEqualTo("event: stream.close\ndata: {\"reason\":\"token-expired\",\"reconnect\":true}\n\n");
    }

    @Test
    void settledSequencesAreSinglesAndRangesAtMostAThousandToAFrame() {
        assertThat(bytes(out ->
                        Frames.changed(out, "stream.acked", List.of(new SequenceRange(1, 1), new SequenceRange(3, 5)))))
                .isEqualTo("event: stream.acked\ndata: {\"seqs\":[1],\"ranges\":[[3,5]]}\n\n");
        List<SequenceRange> many = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) many.add(new SequenceRange(2L * i + 1, 2L * i + 1));
        assertThat(List.of(
                        bytes(out -> Frames.changed(out, "stream.read", many)).split("\n\n", 0)))
                .hasSize(2)
                .last()
                .isEqualTo("event: stream.read\ndata: {\"seqs\":[2001],\"ranges\":[]}");
    }

    private static String bytes(Consumer<ByteBuf> frame) {
        ByteBuf out = Unpooled.buffer();
        frame.accept(out);
        return out.toString(UTF_8);
    }
}
