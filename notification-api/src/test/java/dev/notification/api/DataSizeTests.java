package dev.notification.api;

import static dev.notification.api.Events.NOW;
import static dev.notification.api.Events.headers;
import static dev.notification.api.Events.json;
import static dev.notification.api.Events.valid;
import static dev.notification.api.Events.verdict;
import static dev.notification.api.Events.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How large data may be, and how their size is counted. */
class DataSizeTests {

    @Test
    void areCountedAsSent() {
        CloudEventReader reader = new CloudEventReader(10);
        Map<String, String> binary = with("datacontenttype", "\"text/plain\"");
        assertThat(limited(reader, with("data", "12345678 "))).isEqualTo("ok");
        assertThat(limited(reader, with("data", "1234567890"))).isEqualTo("ok");
        assertThat(limited(reader, with("data", "12345678901"))).isEqualTo("too-large data");
        assertThat(limited(reader, with("data", "\"12345678\""))).isEqualTo("ok");
        assertThat(limited(reader, with("data", "\"123456789\""))).isEqualTo("too-large data");
        binary.put("data", "\"\\u4e16\\n\\\"\\ud83d\\ude00x\"");
        assertThat(limited(reader, binary)).isEqualTo("ok");
        binary.put("data", "\"\\u4e16\\n\\\"\\ud83d\\ude00xy\"");
        assertThat(limited(reader, binary)).isEqualTo("too-large data");
        assertThat(limited(reader, with("data_base64", '"' + base64(10) + '"'))).isEqualTo("ok");
        assertThat(limited(reader, with("data_base64", '"' + base64(11) + '"'))).isEqualTo("too-large data");
        assertThat(verdict(
                        reader.readRecord(headers(valid(), "text/plain"), "\"\"\"\"\"\"\"\"\"\"".getBytes(UTF_8), NOW)))
                .isEqualTo("ok");
        assertThat(verdict(reader.readRecord(headers(valid(), "text/plain"), new byte[11], NOW)))
                .isEqualTo("too-large data");
    }

    private static String limited(CloudEventReader reader, Map<String, String> members) {
        return verdict(reader.readStructured(json(members).getBytes(UTF_8), NOW));
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void mayFillTheLargestLimit() {
        CloudEventReader reader = new CloudEventReader(CloudEventReader.MAX_DATA_BYTES);
        String keys = IntStream.range(0, 60_000)
                .mapToObj(i -> "\"k" + i * 7919L + "\":0")
                .collect(Collectors.joining(",", "{", "}"));
        String padded = keys + " ".repeat(0);
        String full = '"' + "x".repeat(CloudEventReader.MAX_DATA_BYTES - 2) + '"';
        assertThat(limited(reader, with("data", padded))).isEqualTo("ok");
        assertThat(limited(reader, with("data", full))).isEqualTo("ok");
        assertThat(limited(reader, with("data", full.replace("xx\"", "xxx\"")))).isEqualTo("too-large data");
        assertThat(limited(reader, with("data", "8".repeat(CloudEventReader.MAX_DATA_BYTES))))
                .isEqualTo("ok");
        assertThat(verdict(reader.readRecord(headers(valid(), "x/y"), new byte[CloudEventReader.MAX_DATA_BYTES], NOW)))
                .isEqualTo("ok");
    }
}
