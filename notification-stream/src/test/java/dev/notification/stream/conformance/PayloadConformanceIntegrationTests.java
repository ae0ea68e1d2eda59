package dev.notification.stream.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.stream.RawStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** C16, C19 to C26 and C29: what producers put in comes out as it was, and nothing of it is ever a line of the protocol. */
@ExtendWith(Nodes.Shared.class)
class PayloadConformanceIntegrationTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MEBIBYTE = 1024 * 1024;

    private final Nodes nodes;
    private final Recipient alice;

    PayloadConformanceIntegrationTests(Nodes nodes) {
        this.nodes = nodes;
        this.alice = nodes.recipient();
    }

    private void comesOutAs(String text) {
        alice.hasData(JSON.writeValueAsString(text));
        try (RawStream stream = alice.stream()) {
            assertThat(frameOf(stream).json().get("data").asString()).isEqualTo(text);
            assertOneLine(stream);
        }
    }

    private static RawStream.Block frameOf(RawStream stream) {
        stream.event("stream.caught-up");
        assertThat(stream.notifications()).hasSize(1);
        return stream.notifications().get(0);
    }

    /** Its frame is an id, one line of data and the empty line, and the last before it is caught up. */
    private static void assertOneLine(RawStream stream) {
        assertThat(stream.text()).containsPattern("}\n\nid: [a-z0-9.]+\ndata: [^\r\n]+\n\nevent: stream.caught-up\n");
    }

    @Test
    void c19aLineBreakStaysInside() {
        comesOutAs("a\nb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\r\nb", "\r", "\n\n", "a\r\rb"})
    void c20noCarriageReturnIsRaw(String text) {
        comesOutAs(text);
    }

    @Test
    void c21aLeadingSpaceStays() {
        comesOutAs(" x");
    }

    @Test
    void c22withoutDataThereIsNoMember() {
        nodes.records().write(List.of(event("nothing", "\"type\":\"t\"")));
        alice.stored(1);
        try (RawStream stream = alice.stream()) {
            assertThat(frameOf(stream).json().has("data")).isFalse();
            assertOneLine(stream);
        }
    }

    @Test
    void c23prettyPrintedJsonGoesOntoOneLine() {
        String pretty = "{\r\n  \"a\" : [\n    1,\r    2\n  ],\n\t\"b\" : \"\\n\"\n}\n";
        alice.hasData(pretty);
        try (RawStream stream = alice.stream()) {
            assertThat(frameOf(stream).json().get("data")).isEqualTo(JSON.readTree(pretty));
            assertOneLine(stream);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u2028b\u2029c",
                "\u0085",
                "\ufeffx",
                "\ud83d\ude00",
                "\u00e9 e\u0301",
                "\uffff",
                "\u007f\u0080"
            })
    void c24everyCharacterComesOutAsItWent(String text) {
        comesOutAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n:x",
                "\nid: 999\n\n",
                "\n\nevent: evil\ndata: 1\n\n",
                "\rretry: 1\r",
                "\r\n\r\nid: zzzz.9\r\n",
                "\u2028id: 9",
                "\u0085event: evil"
            })
    void c25textThatLooksLikeTheProtocolStaysData(String text) {
        comesOutAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\\rb", "a\\nb", "a\\u0000b", "a b", "\u00e9", "error", "open", "stream.close", "", "%129"})
    void c26typesThatWouldBreakTheStreamAreRefused(String type) {
        byte[] bad = event("bad", "\"type\":\"" + type.replace("%129", "x".repeat(129)) + "\"");
        nodes.records().write(List.of(bad, event("good", "\"type\":\"" + "x".repeat(128) + "\"")));
        alice.stored(1);
        assertThat(nodes.records().rejectionOf(bad)).isEqualTo("invalid-attribute");
        try (RawStream stream = alice.stream()) {
            assertThat(frameOf(stream).json().get("id").asString()).isEqualTo("good");
        }
    }

    @Test
    void c16whatIsNotUtf8IsRefused() {
        byte[] bad = event("bad", "\"type\":\"t\",\"data\":\"half?\"");
        String latin = new String(bad, StandardCharsets.ISO_8859_1).replace("half?", "\u00ed\u00a0\u0080");
        byte[] surrogate = latin.getBytes(StandardCharsets.ISO_8859_1);
        nodes.records().write(List.of(surrogate, event("good", "\"type\":\"t\"")));
        alice.stored(1);
        assertThat(nodes.records().rejectionOf(surrogate)).isIn("invalid-json", "not-a-cloudevent");
    }

    @Test
    void c29aMebibyteArrivesAndAByteMoreIsTooLarge() {
        String text = "x".repeat(MEBIBYTE - 2);
        byte[] tooLarge = event("large", "\"type\":\"t\",\"data\":\"" + text + "x\"");
        nodes.records().write(List.of(tooLarge));
        alice.hasData("\"" + text + "\"");
        assertThat(nodes.records().rejectionOf(tooLarge)).isEqualTo("too-large");
        try (RawStream stream = alice.streamOn(nodes.brisk())) {
            assertThat(frameOf(stream).json().get("data").asString()).isEqualTo(text);
        }
    }

    private byte[] event(String id, String members) {
        String json = "{\"specversion\":\"1.0\",\"source\":\"/raw/" + alice.name() + "\",\"id\":\"" + id
                + "\",\"recipient\":\"" + alice.name() + "\"," + members + "}";
        return json.getBytes(UTF_8);
    }
}
