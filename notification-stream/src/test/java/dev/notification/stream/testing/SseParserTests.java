package dev.notification.stream.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.testing.SseParser.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format cases of web-platform-tests' eventsource, each read at once and byte by byte. */
class SseParserTests {
    private static final String LONG = "x".repeat(2_048);
    private static final String PARSING =
            "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:3\ndata:4\n\n";

    /** Name, stream, and what an EventSource fires: {@code type:data}. */
    static Stream<Arguments> formats() {
        return Stream.of(
                stream("bom", "\ufeffdata:1\n\n\ufeffdata:2\n\ndata:3\n\n", "message:1", "message:3"),
                stream("bom-2", "\ufeff\ufeffdata:1\n\ndata:2\n\ndata:3\n\n", "message:2", "message:3"),
                stream(
                        "comments",
                        "data:1\r:\0\n:\r\ndata:2\n:" + LONG + "\rdata:3\n:data:fail\r:" + LONG + "\ndata:4\n\n",
                        "message:1\n2\n3\n4"),
                stream("data-before-final-empty-line", "retry:1000\ndata:a\n\nid:test\ndata:b", "message:a"),
                stream("one line end is not the empty line", "data:a\n\ndata:b\n", "message:a"),
                stream("field-data", "data:\n\ndata\ndata\n\ndata:a\n\n", "message:", "message:\n", "message:a"),
                stream("field-event", "event:test\ndata:x\n\ndata:y\n\n", "test:x", "message:y"),
                stream("field-event-empty", "event: \ndata:a\n\n", "message:a"),
                stream("the last event of a block counts", "event:a\nevent:b\ndata:x\n\n", "b:x"),
                stream("an event without data fires nothing and is forgotten", "event:a\n\ndata:x\n\n", "message:x"),
                stream("field-parsing", PARSING, "message:\0\n 2\n1\n3\n\n4"),
                stream(
                        "field-unknown",
                        "data:a\n data\ndata\nfoobar:xxx\njustsometext\n:a comment\ndata:b\n\n",
                        "message:a\n\nb"),
                stream("leading-space", "data:\ta\rdata: \ndata:b\n\n", "message:\ta\n\nb"),
                stream("only one space goes", "data:  a\n\n", "message: a"),
                stream("newlines", "data:a\r\ndata\ndata:b\r\n\r", "message:a\n\nb"),
                stream("a pair is one line end", "data:a\r\n\r\ndata:b\r\r", "message:a", "message:b"),
                stream("null-character", "data:\0\n\n\n\n", "message:\0"),
                stream("utf-8", "data:ok\u2026\n\ndata:\ud83d\ude00\n\n", "message:ok\u2026", "message:\ud83d\ude00"),
                stream(
                        "other separators end no line",
                        "data:a\u2028b\u0085c\u000bd\n\n",
                        "message:a\u2028b\u0085c\u000bd"),
                stream("nothing", ":\n\n\n\n", new String[0]));
    }

    private static Arguments stream(String name, String text, String... fired) {
        return Arguments.of(name, text, List.of(fired));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void firesWhatTheStandardSays(String name, String text, List<String> fired) {
        assertThat(fired(atOnce(text))).isEqualTo(fired);
        assertThat(byteByByte(text)).isEqualTo(atOnce(text));
    }

    /** Stream, and the last event id after each event that is fired. */
    static Stream<Arguments> ids() {
        return Stream.of(
                stream("field-id", "id: 1\u2026\ndata:a\n\n", "1\u2026"),
                stream("field-id-2, remembered", "id: 1\ndata:a\n\ndata:b\n\nid: 2\ndata:c\n\n", "1", "1", "2"),
                stream(
                        "field-id-3, reset",
                        "id: 1\ndata:a\n\nid\ndata:b\n\nid: 2\ndata:c\n\nid:\ndata:d\n\n",
                        "1",
                        "",
                        "2",
                        ""),
                stream("field-id-null", "id: 1\ndata:a\n\nid:\0\0\ndata:b\n\nid:x\0x\ndata:c\n\n", "1", "1", "1"),
                stream("a NUL ignores its line alone", "id: 1\nid: \0\ndata:a\n\n", "1"),
                stream("a block without data moves it too", "id: 1\n\ndata:a\n\n", "1"),
                stream("the last id of a block counts", "id: 1\nid: 2\ndata:a\n\n", "2"),
                stream("upper case is no field", "ID: 1\ndata:a\n\n", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void remembersTheLastId(String name, String text, List<String> ids) {
        assertThat(atOnce(text).stream()
                        .filter(Block::dispatched)
                        .map(Block::lastEventId)
                        .toList())
                .isEqualTo(ids);
        assertThat(byteByByte(text)).isEqualTo(atOnce(text));
    }

    @Test
    void forgetsTheIdOfABlockThatDoesNotEnd() {
        SseParser parser = new SseParser(block -> {});
        parser.feed("id: 1\ndata:a\n\nid: 2\ndata:b\n".getBytes(UTF_8));
        assertThat(parser.lastEventId()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "retry:03000, 3000",
        "retry: 5, 5",
        "retry:3000|retry:1000x, 3000",
        "retry:3000|retry, 3000",
        "retry:3000|retry:-1, 3000",
        "retry:3000|retry:1.5, 3000",
        "retry:3000|retry:3_000, 3000",
        "retry:3000|retry:  1, 3000",
        "retry:3000|Retry:1, 3000",
        "retry:3000|retry:1, 1"
    })
    void takesARetryOfDigitsOnly(String lines, long millis) {
        SseParser parser = new SseParser(block -> {});
        parser.feed((lines.replace('|', '\n') + "\n").getBytes(UTF_8));
        assertThat(parser.retryMillis()).isEqualTo(millis);
    }

    @Test
    void countsBrokenUtf8AsReplacements() {
        List<Block> blocks = new ArrayList<>();
        SseParser parser = new SseParser(blocks::add);
        for (int one : new int[] {'d', 'a', 't', 'a', ':', 'x', 0xe2, 0x82, '\n', '\n'}) parser.feed((byte) one);
        assertThat(blocks).extracting(Block::data).containsExactly("x\ufffd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "text/event-stream;",
                "text/event-stream;charset=UTF-8",
                "Text/Event-Stream ; charset=windows-1251",
                "text/event-stream; charset=\"nonsense"
            })
    void takesEveryParameterOfItsType(String contentType) {
        assertThat(SseParser.isEventStream(contentType)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "text/event-streams",
                "text/event-stream-foobar",
                "application/event-stream",
                "text/html;text/event-stream"
            })
    void takesNoOtherType(String contentType) {
        assertThat(SseParser.isEventStream(contentType)).isFalse();
        assertThat(SseParser.isEventStream(null)).isFalse();
    }

    private static List<String> fired(List<Block> blocks) {
        return blocks.stream()
                .filter(Block::dispatched)
                .map(block -> block.type() + ":" + block.data())
                .toList();
    }

    private static List<Block> atOnce(String text) {
        List<Block> blocks = new ArrayList<>();
        new SseParser(blocks::add).feed(text.getBytes(UTF_8));
        return blocks;
    }

    private static List<Block> byteByByte(String text) {
        List<Block> blocks = new ArrayList<>();
        SseParser parser = new SseParser(blocks::add);
        for (byte one : text.getBytes(UTF_8)) parser.feed(one);
        return blocks;
    }
}
