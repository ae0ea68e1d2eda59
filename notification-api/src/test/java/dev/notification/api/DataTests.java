package dev.notification.api;

import static dev.notification.api.Events.NOW;
import static dev.notification.api.Events.READER;
import static dev.notification.api.Events.data;
import static dev.notification.api.Events.headers;
import static dev.notification.api.Events.json;
import static dev.notification.api.Events.read;
import static dev.notification.api.Events.readStructured;
import static dev.notification.api.Events.structured;
import static dev.notification.api.Events.valid;
import static dev.notification.api.Events.verdict;
import static dev.notification.api.Events.with;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the producer sent is what the reader parses. */
class DataTests {

    static Stream<String> values() {
        return Stream.of(
                "1e400",
                "-0",
                "-0.0",
                "1.0",
                "1E+2",
                "0.1000000000000000055511151231257827021181583404541015625",
                "9".repeat(1_000),
                "9".repeat(60_000) + ".5e-77777",
                "null",
                "true",
                "\"\"",
                "\"a\\nb\\u000d\\u00e9 \\/ \\ud800 \\udc00 \\ud83d\\ude00\"",
                "\"\u2028 \u0085 \ufeff \uD83D\uDE00 e\u0301 \u00e9\"",
                "{}",
                "[]",
                "{\"a\":1,\"a\":2,\"b\":{\"a\":3}, \"\":0}",
                "{\"\\uD83D\\uDE00\":\"\\\\ud800\",\"\\ud83d\\ud83d\\ude00\\\"\":0}",
                "{\"\\ud800\":1,\"\\udfff\\u0000\":[\"\\udead\"]}",
                "{ \"z\" :\t1,\r\n  \"a\" : [ 1 , 2 ]\n}",
                "{\"specversion\":\"9\",\"recipient\":7,\"data\":{\"data\":[{}]}}",
                "[".repeat(32) + "]".repeat(32),
                "{\"\":".repeat(32) + "0" + "}".repeat(32),
                "\"" + "\u4e16\\\"".repeat(10_000) + "\"",
                "{\"" + "k".repeat(60_000) + "\":0}",
                IntStream.range(0, 5_000)
                        .mapToObj(i -> "\"k" + i + "\":" + i)
                        .collect(Collectors.joining(",", "{", "}")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void areUntouchedInStructuredMode(String value) {
        for (String space : List.of("", " ", "\n\t \r\n")) {
            String first = json(Map.of("data", space + value + space));
            String rest = json(valid()).substring(1);
            assertThat(data(readStructured(first.substring(0, first.length() - 1) + "," + rest)))
                    .isEqualTo(value.getBytes(UTF_8));
            assertThat(data(readStructured("\ufeff " + json(with("data", space + value + space)) + space)))
                    .isEqualTo(value.getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void areUntouchedInBinaryMode(String value) {
        byte[] sent = ("\r\n " + value + "\t").getBytes(UTF_8);
        for (String type :
                List.of("", "application/json", "Application/JSON; charset=UTF-8", "a/b+json", "text/json")) {
            assertThat(data(read(READER.readRecord(headers(valid(), type), sent, NOW))))
                    .isEqualTo(sent);
            assertThat(data(read(READER.readBinary(
                            Map.of("specversion", "1.0", "id", "1", "source", "/s", "type", "t", "recipient", "r"),
                            type,
                            sent,
                            NOW))))
                    .isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void areUntouchedWhenWrittenAndReadAgain(String value) {
        Notification sent = readStructured(json(with("data", value)));
        assertThat(READER.readStructured(CloudEventWriter.structured(sent), NOW))
                .isEqualTo(sent);
        assertThat(Notification.builder()
                        .source("/s")
                        .type("t")
                        .recipient("r")
                        .data(Data.json(value))
                        .build()
                        .data())
                .isEqualTo(Data.json(value.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "+1",
                "1.",
                ".5",
                "0x1",
                "1e",
                "-",
                "NaN",
                "Infinity",
                "tru",
                "truex",
                "nul",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12G4\"",
                "\"a\nb\"",
                "\"\t\"",
                "\"\u0000\"",
                "{",
                "[",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "{\"a\"}",
                "{\"a\" 1}",
                "[1 2]",
                "[1}",
                "{]",
                "1 2",
                "/* */ 1",
                "1 // a",
                "\u00a01",
                "[01]",
                "[1a]",
                "[-]",
                "[1.e5]",
                "[tru]",
                "[nullx]",
                "[+1]"
            })
    void areRefusedWhenTheyAreNoJson(String value) {
        assertThat(verdict(structured(with("data", value)))).isEqualTo("invalid-json");
        if (!value.isEmpty()) {
            assertThat(verdict(READER.readRecord(headers(valid(), "application/json"), value.getBytes(UTF_8), NOW)))
                    .isEqualTo("invalid-json");
        }
        assertThatThrownBy(() -> Notification.builder()
                        .source("/s")
                        .type("t")
                        .recipient("r")
                        .data(Data.json(value))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c3",
                "c328",
                "c080",
                "c1bf",
                "e08080",
                "eda080",
                "edbfbf",
                "f08080af",
                "f4908080",
                "f5808080",
                "ff",
                "fe",
                "e282",
                "f09f98",
                "f0288cbc",
                "fc8080808080"
            })
    void areRefusedWhenTheyAreNoUtf8(String hex) {
        byte[] bad = new java.math.BigInteger("00" + hex, 16).toByteArray();
        byte[] bytes = java.util.Arrays.copyOfRange(bad, bad.length - hex.length() / 2, bad.length);
        String raw = new String(bytes, ISO_8859_1);
        for (String where :
                List.of("\"" + raw + "\"", "{\"" + raw + "\":1}", raw, "\"" + "x".repeat(5_000) + raw + "\"")) {
            assertThat(verdict(READER.readStructured(json(with("data", where)).getBytes(ISO_8859_1), NOW)))
                    .isEqualTo("invalid-json");
            assertThat(verdict(READER.readRecord(headers(valid()), where.getBytes(ISO_8859_1), NOW)))
                    .isEqualTo("invalid-json");
        }
        Notification text = read(READER.readRecord(headers(valid(), "text/plain"), bytes, NOW));
        assertThat(text.data()).isEqualTo(Data.bytes(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-16"})
    void areRefusedInAnotherEncoding(String charset) throws Exception {
        byte[] event = json(with("data", "1")).getBytes(charset);
        assertThat(verdict(READER.readStructured(event, NOW))).isEqualTo("invalid-json");
        assertThat(verdict(READER.readRecord(headers(valid()), "[1,2,3]".getBytes(charset), NOW)))
                .isEqualTo("invalid-json");
    }

    @Test
    void areRefusedWhenTooDeep() {
        for (int depth : new int[] {33, 34, 35, 1_000, 100_000}) {
            String bomb = "[".repeat(depth) + "]".repeat(depth);
            assertThat(verdict(structured(with("data", bomb)))).startsWith("invalid-json");
            assertThat(verdict(READER.readRecord(
                            headers(valid()),
                            bomb.substring(0, Math.min(depth, 30_000)).getBytes(UTF_8),
                            NOW)))
                    .startsWith("invalid-json");
            assertThat(READER.readBatch(("[" + json(with("data", bomb)) + "]").getBytes(UTF_8), NOW))
                    .singleElement()
                    .isInstanceOf(Rejection.class);
        }
        String deepest = json(with("data", "[".repeat(32) + "]".repeat(32)));
        assertThat(READER.readBatch(("[" + deepest + "]").getBytes(UTF_8), NOW))
                .singleElement()
                .isInstanceOf(Notification.class);
    }

    @Test
    void areTextForTextTypesAndBytesForOthers() {
        byte[] utf8 = "h\u00e9 \"x\"\n\ufeff".getBytes(UTF_8);
        for (String type :
                List.of("text/plain", "TEXT/html; charset=utf-8", "text/xml;charset=\"UTF-8\"", "text/csv; a=b")) {
            assertThat(read(READER.readRecord(headers(valid(), type), utf8, NOW))
                            .data())
                    .as(type)
                    .isEqualTo(Data.json("\"h\u00e9 \\\"x\\\"\\u000a\ufeff\""));
        }
        for (String type : List.of(
                "application/xml", "image/png", "text/plain; charset=iso-8859-1", "nonsense", "application/jsonp")) {
            assertThat(read(READER.readRecord(headers(valid(), type), utf8, NOW))
                            .data())
                    .as(type)
                    .isEqualTo(Data.bytes(utf8));
        }
    }

    @Test
    void areAbsentWhenNothingWasSent() {
        assertThat(read(structured(valid())).data()).isNull();
        assertThat(read(READER.readRecord(headers(valid()), null, NOW)).data()).isNull();
        assertThat(read(READER.readRecord(headers(valid(), "application/json"), new byte[0], NOW))
                        .data())
                .isNull();
        assertThat(read(READER.readRecord(headers(valid(), "text/plain"), new byte[0], NOW))
                        .data())
                .isEqualTo(Data.json("\"\""));
    }

    @Test
    void areRefusedTwice() {
        Map<String, String> both = with("data", "1");
        both.put("data_base64", "\"AA==\"");
        assertThat(verdict(structured(both))).isEqualTo("invalid-attribute data_base64");
        String twice = json(with("data", "1"));
        assertThat(verdict(READER.readStructured(
                        (twice.substring(0, twice.length() - 1) + ",\"data\":2}").getBytes(UTF_8), NOW)))
                .isEqualTo("invalid-attribute data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"AA\"",
                "\"AB==\"",
                "\"AA==\\n\"",
                "\"A A=\"",
                "\"-_==\"",
                "\"A\"",
                "\"====\"",
                "1",
                "[]",
                "{}",
                "true"
            })
    void areRefusedWhenTheyAreNoStrictBase64(String value) {
        assertThat(verdict(structured(with("data_base64", value)))).isEqualTo("invalid-attribute data_base64");
    }
}
