package dev.notification.api;

import static dev.notification.api.Events.NOW;
import static dev.notification.api.Events.READER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What is written is, to the byte, what the files in {@code golden} show. */
class GoldenFileTests {

    private static Notification.Builder order(String id, String type) {
        return Notification.builder().id(id).source("/orders").type(type).recipient("alice");
    }

    private static Notification rich() {
        return order("o-17", "order.shipped")
                .time(Instant.parse("2026-11-22T11:59:59.500Z"))
                .attribute("time", "2026-11-22T11:59:59.5Z")
                .subject("Gr\u00f6\u00dfe \"L\" \\ \u4e16\u754c \uD83D\uDE00")
                .attribute("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .attribute("count", 3)
                .attribute("big", 3_000_000_000L)
                .attribute("urgent", true)
                .priority(Priority.HIGH)
                .expiryTime(Instant.parse("2030-01-01T00:00:00Z"))
                .data(Data.json("{ \"b\" : 1e400, \"a\":[1,1.0] }"))
                .build();
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = GoldenFileTests.class.getResourceAsStream("/golden/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
        }
    }

    private static void assertStructured(Notification notification, String name) throws IOException {
        byte[] written = CloudEventWriter.structured(notification);
        assertThat(new String(written, UTF_8)).isEqualTo(golden(name));
        assertThat(READER.readStructured(written, NOW)).isEqualTo(notification);
    }

    @Test
    void writeJsonAsItWasGiven() throws IOException {
        assertStructured(rich(), "structured-json.json");
    }

    @Test
    void writeBytesAsBase64() throws IOException {
        Notification notification = order("o-18", "order.label")
                .recipients(List.of("alice", "bob", "alice"))
                .attribute("datacontenttype", "image/png")
                .data(Data.bytes(new byte[] {0, -1, -128, 127, '\n', '\r'}))
                .build();
        assertStructured(notification, "structured-bytes.json");
    }

    @Test
    void writeTextAsAString() throws IOException {
        Notification notification = order("o-19", "order.note")
                .priority(Priority.LOW)
                .attribute("datacontenttype", "text/plain")
                .data(Data.text("line one\nline \"two\"\u0000\ud800"))
                .build();
        assertStructured(notification, "structured-text.json");
    }

    @Test
    void writeNoDataWhereThereAreNone() throws IOException {
        assertStructured(order("o-20", "order.ping").build(), "structured-without-data.json");
    }

    @Test
    void writeTheMembersOfAReader() throws IOException {
        assertThat(new String(CloudEventWriter.members(rich()), UTF_8)).isEqualTo(golden("members.txt"));
    }

    @Test
    void writeBinaryMode() throws IOException {
        assertThat(binary(rich())).isEqualTo(golden("binary-json.txt"));
        Notification text = order("o-21", "order.note")
                .recipients(List.of("alice", "bob"))
                .attribute("datacontenttype", "text/plain")
                .data(Data.text("a \"note\" of 5 \u20ac"))
                .build();
        assertThat(binary(text)).isEqualTo(golden("binary-text.txt"));
    }

    private static String binary(Notification notification) {
        Headers headers = new RecordHeaders();
        byte[] value = Objects.requireNonNull(CloudEventWriter.binary(notification, headers));
        StringBuilder text = new StringBuilder();
        for (Header header : headers) {
            text.append(header.key())
                    .append(": ")
                    .append(new String(header.value(), UTF_8))
                    .append('\n');
        }
        return text.append('\n').append(new String(value, UTF_8)).append('\n').toString();
    }

    @Test
    void binaryModeKeepsBytesBytes() {
        Notification bytes =
                order("1", "t").data(Data.bytes(new byte[] {'1', 0})).build();
        Headers headers = new RecordHeaders();
        byte[] value = CloudEventWriter.binary(bytes, headers);
        Notification again = Events.read(READER.readRecord(headers, value, NOW));
        assertThat(again.data()).isEqualTo(bytes.data());
        assertThat(again.attributes()).containsEntry("datacontenttype", "application/octet-stream");
    }

    @Test
    void binaryModeRefusesWhatItCannotCarry() {
        Notification.Builder builder = order("1", "t").attribute("datacontenttype", "text/plain");
        Notification half = builder.data(Data.text("\ud800")).build();
        assertThatThrownBy(() -> CloudEventWriter.binary(half, new RecordHeaders()))
                .isInstanceOf(IllegalArgumentException.class);
        Notification nested = builder.attribute("datacontenttype", "application/cloudevents+json")
                .data(Data.json("1"))
                .build();
        assertThatThrownBy(() -> CloudEventWriter.binary(nested, new RecordHeaders()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
