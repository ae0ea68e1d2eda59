package dev.notification.stream.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.RawStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C42 to C50: where a stream goes on, and what it says when it cannot. */
@ExtendWith(Nodes.Shared.class)
class CursorConformanceIntegrationTests {
    private final Nodes nodes;
    private final Recipient alice;

    CursorConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
        this.alice = nodes.recipient();
    }

    /** Three were sent, two came since: the cursor behind the three. */
    private String cursorAfterThreeOfFive() {
        alice.has(1, 3);
        String cursor;
        try (RawStream stream = alice.stream()) {
            stream.event("stream.caught-up");
            cursor = Objects.requireNonNull(stream.cursor());
        }
        assertThat(cursor).endsWith(".3");
        alice.has(4, 5);
        return cursor;
    }

    private static void assertResumed(RawStream stream, Long... seqs) {
        stream.event("stream.caught-up");
        assertThat(stream.event("stream.ready").json().get("resumed").asBoolean())
                .isTrue();
        assertThat(stream.blocks()).noneMatch(block -> "stream.reset".equals(block.event()));
        assertThat(stream.seqs()).containsExactly(seqs);
    }

    private void assertReset(RawStream stream, String reason) {
        assertThat(stream.status()).isEqualTo("HTTP/1.1 200 OK");
        RawStream.Block reset = stream.event("stream.reset");
        assertThat(reset.data()).isEqualTo("{\"reason\":\"" + reason + "\"}");
        RawStream.Block ready = stream.event("stream.ready");
        assertThat(ready.json().get("resumed").asBoolean()).isFalse();
        assertThat(reset.id()).isEqualTo(ready.json().get("epoch").asString() + ".0");
        stream.event("stream.caught-up");
        assertThat(stream.blocks().stream().map(RawStream.Block::event).limit(2))
                .containsExactly("stream.ready", "stream.reset");
        stream.hasSequences(1L, 2L);
    }

    @Test
    void c42nothingIsMissingAfterTheCursorAndNothingComesTwice() {
        String cursor = cursorAfterThreeOfFive();
        try (RawStream stream = alice.stream("Last-Event-ID: " + cursor)) {
            assertResumed(stream, 4L, 5L);
        }
    }

    @Test
    void c42whatTheCursorCoversComesAgainOnceItIsDueAsAnotherAttempt() {
        String cursor = cursorAfterThreeOfFive();
        // the node wrote its marks before it let the stream go
        alice.ack("{\"seqs\":[1]}");
        nodes.sql().update("""
                        update delivery set sent_at = sent_at - interval '11 minutes'
                        where seq = 2 and inbox_id = (select id from inbox where recipient = ?)""", alice.name());
        try (RawStream stream = alice.stream("Last-Event-ID: " + cursor)) {
            assertResumed(stream, 2L, 4L, 5L);
            RawStream.Block again = stream.notifications().get(0);
            assertThat(again.id()).isNull();
            assertThat(again.json().get("attempt").asInt()).isEqualTo(2);
            assertThat(stream.notifications().get(1).json().get("attempt").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void c43theCursorMayStandInTheUrl() {
        String cursor = cursorAfterThreeOfFive();
        try (RawStream stream = alice.streamWith("lastEventId=" + cursor)) {
            assertResumed(stream, 4L, 5L);
        }
    }

    @Test
    void c44theHeaderWins() {
        String cursor = cursorAfterThreeOfFive();
        String older = cursor.replace(".3", ".1");
        try (RawStream stream = alice.streamWith("lastEventId=nonsense", "Last-Event-ID: " + cursor)) {
            assertResumed(stream, 4L, 5L);
        }
        try (RawStream stream = alice.streamWith("lastEventId=" + cursor, "Last-Event-ID: nonsense")) {
            assertThat(stream.event("stream.reset").data()).contains("malformed");
        }
        try (RawStream stream = alice.streamWith("lastEventId=" + cursor, "Last-Event-ID: " + older)) {
            assertResumed(stream, 2L, 3L, 4L, 5L);
        }
    }

    static Stream<String> malformed() {
        String everyHighByte =
                IntStream.rangeClosed(0x80, 0xff).mapToObj(Character::toString).reduce("", String::concat);
        return Stream.of(
                "abc",
                "-1",
                "e.",
                ".5",
                "1e3",
                "e.9223372036854775808",
                "abcd.9223372036854775808",
                "abcd.01",
                "%00",
                "ABCD.1",
                "abcd.1.2",
                "abcd. 1",
                "x".repeat(4_000),
                "\u0080",
                "\u00ff",
                "\u00c3\u00a9",
                everyHighByte);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void c45aMalformedCursorInTheHeaderResets(String cursor) {
        alice.has(1, 2);
        try (RawStream stream = alice.stream("Last-Event-ID: " + cursor)) {
            assertReset(stream, "malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "-1",
                "e.",
                ".5",
                "1e3",
                "e.9223372036854775808",
                "%00",
                "abcd.1%00",
                "%80%ff",
                "%c3%a9",
                "%0d%0aid:%201",
                "%zz",
                "abcd.1%",
                "{abcd|1}",
                "%20",
                "+",
                "abcd.1&lastEventId=abcd.2"
            })
    void c45aMalformedCursorInTheUrlResets(String cursor) {
        alice.has(1, 2);
        try (RawStream stream = alice.streamWith("lastEventId=" + cursor)) {
            RawStream.Block reset = stream.event("stream.reset");
            assertThat(reset.data()).isIn("{\"reason\":\"malformed\"}", "{\"reason\":\"unknown-epoch\"}");
            stream.hasSequences(1L, 2L);
        }
    }

    @Test
    void c45anEmptyCursorIsNone() {
        String cursor = cursorAfterThreeOfFive();
        try (RawStream stream = alice.stream("Last-Event-ID: ")) {
            stream.event("stream.caught-up");
            assertThat(stream.blocks()).noneMatch(block -> "stream.reset".equals(block.event()));
            stream.hasSequences(1L, 2L, 3L, 4L, 5L);
        }
        try (RawStream stream = alice.streamWith("lastEventId=" + cursor, "Last-Event-ID: ")) {
            assertResumed(stream, 4L, 5L);
        }
    }

    /** The request is never completed: who answered has not kept what would still come. */
    @Test
    void c46aCursorOfMoreThan8KiBIsRefusedBeforeItIsRead() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), nodes.ordinary().port())) {
            socket.setSoTimeout(10_000);
            String begun = "GET /v1/stream HTTP/1.1\r\nHost: x\r\n" + alice.bearer() + "\r\nLast-Event-ID: "
                    + "9".repeat(12 * 1024);
            socket.getOutputStream().write(begun.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(answer).matches("(?s)HTTP/1.1 (431|400) .*");
        }
    }

    @Test
    void c47aCursorAheadOfTheInboxResets() {
        alice.has(1, 2);
        try (RawStream stream = alice.stream("Last-Event-ID: " + epoch(alice) + ".3")) {
            assertReset(stream, "ahead");
        }
    }

    @Test
    void c48aCursorFromAnEarlierLifeOfTheStoreResets() {
        alice.has(1, 2);
        try (RawStream stream = alice.stream("Last-Event-ID: 0000000000.1")) {
            assertReset(stream, "unknown-epoch");
        }
    }

    @Test
    void c49aCursorFromBeforeWhatRetentionDroppedResets() {
        alice.has(1, 2);
        String epoch = epoch(alice);
        nodes.sql().update("update inbox set dropped_through = 1 where recipient = ?", alice.name());
        try (RawStream stream = alice.stream("Last-Event-ID: " + epoch + ".0")) {
            assertReset(stream, "expired");
        }
        try (RawStream stream = alice.stream("Last-Event-ID: " + epoch + ".1")) {
            assertResumed(stream, 2L);
        }
    }

    @Test
    void c50aCursorOfAnotherRecipientResets() {
        alice.has(1, 2);
        Recipient bob = nodes.recipient();
        bob.has(1, 2);
        try (RawStream stream = alice.stream("Last-Event-ID: " + epoch(bob) + ".1")) {
            assertReset(stream, "unknown-epoch");
        }
    }

    private static String epoch(Recipient recipient) {
        try (RawStream stream = recipient.stream()) {
            return stream.event("stream.ready").json().get("epoch").asString();
        }
    }
}
