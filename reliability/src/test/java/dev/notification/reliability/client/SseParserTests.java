package dev.notification.reliability.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTests {

    @Test
    void readsBlocksAndSkipsComments() {
        assertThat(
                        blocks(
                                "retry: 2100\n\n: beat\n\nid: abcd.1\ndata: {\"a\":\"ä: b\"}\n\nevent: stream.ready\ndata: {}\n\n"))
                .containsExactly(
                        new Block(null, null, null, "2100"),
                        new Block(null, "abcd.1", "{\"a\":\"ä: b\"}", null),
                        new Block("stream.ready", null, "{}", null));
    }

    @Test
    void whatWasCutIsNoBlock() {
        assertThat(blocks("id: abcd.1\n\nid: abcd.2\ndata: {}\n"))
                .containsExactly(new Block(null, "abcd.1", null, null));
    }

    @Test
    void refusesWhatABrowserWouldShrugOff() {
        for (String bad : List.of("data: 1\r\n", "date: 1\n", "data\n", "data:1\n", "id: a.1\nid: a.2\n"))
            assertThatThrownBy(() -> blocks(bad)).as(bad).isInstanceOf(MalformedStream.class);
        assertThatThrownBy(() -> blocks("data: ä\n".getBytes(ISO_8859_1))).hasMessage("not UTF-8");
    }

    private static List<Block> blocks(String text) {
        return blocks(text.getBytes(UTF_8));
    }

    /** In pieces of every size, as the network cuts them. */
    private static List<Block> blocks(byte[] bytes) {
        List<Block> whole = blocks(bytes, bytes.length);
        for (int piece = 1; piece < bytes.length; piece++)
            assertThat(blocks(bytes, piece)).as("in pieces of " + piece).isEqualTo(whole);
        return whole;
    }

    private static List<Block> blocks(byte[] bytes, int piece) {
        SseParser parser = new SseParser();
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += piece)
            parser.read(Unpooled.wrappedBuffer(bytes, from, Math.min(piece, bytes.length - from)), blocks::add);
        return blocks;
    }
}
