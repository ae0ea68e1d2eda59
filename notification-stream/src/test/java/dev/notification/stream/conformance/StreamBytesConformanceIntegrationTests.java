package dev.notification.stream.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.api.Data;
import dev.notification.stream.Answer;
import dev.notification.stream.RawStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** C14 to C18 and C27 on one stream, from its first byte to its last, with a frame of every kind and hostile data. */
@ExtendWith(Nodes.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamBytesConformanceIntegrationTests {
    private static final String LINE = "(?s)^:.*$|^data(:.*)?$|^id: ?[a-z0-9]{4,16}\\.[0-9]{1,19}$"
            + "|^event: ?[!-~]{1,128}$|^retry: ?[0-9]{1,8}$";

    private final Recipient alice;
    private final RawStream stream;

    StreamBytesConformanceIntegrationTests(Nodes nodes) {
        alice = nodes.recipient();
        alice.hasOneInEachLane();
        nodes.records().write(List.of(record("halfapair", "\"\\ud800 half a pair\"")));
        nodes.cluster()
                .publish(alice.number(5)
                        .data(Data.json(
                                "{\n \"a\" :\r\n [1, 2],\t\"b\":\"\ufeffx\\r\\n\\u0000\u2028\", \"id: 9\": null }"))
                        .subject(":x \u2028\ufeff \ud83d\ude00 e\u0301")
                        .build());
        alice.stored(5);
        stream = nodes.brisk().stream(alice.name(), "Last-Event-ID: malformed");
    }

    private byte[] record(String id, String data) {
        String event = "{\"specversion\":\"1.0\",\"source\":\"/raw\",\"id\":\"" + id
                + "\",\"type\":\"t\",\"recipient\":\"" + alice.name() + "\",\"data\":" + data + "}";
        return event.getBytes(UTF_8);
    }

    @BeforeAll
    void everyKindOfFrameCame() {
        stream.event("stream.caught-up");
        alice.ack("{\"seqs\":[1],\"ranges\":[[2,3]]}");
        stream.event("stream.acked");
        await().atMost(Duration.ofSeconds(20)).until(() -> stream.text().contains("\n\n:\n\n"));
        Answer revoked =
                alice.nodes().ordinary().post("operator", "/v1/admin/recipients/" + alice.name() + "/revoke", "");
        assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
        assertThat(stream.endedCleanly()).isTrue();
        assertThat(stream.blocks().stream().map(RawStream.Block::event).filter(Objects::nonNull))
                .contains("stream.ready", "stream.reset", "stream.caught-up", "stream.acked", "stream.close");
        assertThat(stream.seqs()).hasSize(5);
    }

    @AfterAll
    void leave() {
        stream.close();
    }

    @Test
    void c14itBeginsWithoutAByteOrderMark() {
        assertThat(stream.bytes()).startsWith("retry: ".getBytes(UTF_8));
    }

    @Test
    void c15thereIsNoCarriageReturnAndNoNul() {
        assertThat(stream.bytes()).doesNotContain((byte) '\r', (byte) 0);
    }

    @Test
    void c16everythingIsUtf8() throws CharacterCodingException {
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(stream.bytes())).toString();
        assertThat(text).contains("half a pair", "\ud83d\ude00").doesNotContain("\ufffd");
    }

    @Test
    void c17everyLineIsOneOfTheProtocols() {
        assertThat(stream.text().split("\n"))
                .filteredOn(line -> !line.isEmpty())
                .hasSizeGreaterThanOrEqualTo(20)
                .allMatch(line -> line.matches(LINE));
    }

    @Test
    void c18everyBlockEndsWithOneEmptyLine() {
        assertThat(stream.text())
                .doesNotStartWith("\n")
                .doesNotContain("\n\n\n")
                .endsWith("}\n\n");
    }

    @Test
    void c27idsRiseAndOvertakingFramesHaveNone() {
        String epoch = stream.event("stream.ready").json().get("epoch").asString();
        List<String> ids = stream.blocks().stream()
                .map(RawStream.Block::id)
                .filter(Objects::nonNull)
                .toList();
        assertThat(ids).allMatch(id -> id.matches("[a-z0-9]{4,16}\\.[0-9]{1,19}") && id.startsWith(epoch + "."));
        // first the reset, last a bookmark or the last frame; 3 (high) and 2 (normal) overtook 1 (low)
        List<Long> seqs = ids.stream()
                .map(id -> Long.valueOf(id.substring(id.indexOf('.') + 1)))
                .toList();
        assertThat(seqs).isSorted().doesNotHaveDuplicates().startsWith(0L).endsWith(5L);
        assertThat(stream.notifications())
                .filteredOn(frame -> frame.json().get("seq").asLong() == 3)
                .singleElement()
                .matches(frame -> frame.id() == null);
    }
}
