package dev.notification.api;

import static dev.notification.api.Events.NOW;
import static dev.notification.api.Events.READER;
import static dev.notification.api.Events.headers;
import static dev.notification.api.Events.structured;
import static dev.notification.api.Events.verdict;
import static dev.notification.api.Events.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule for attributes and names, in structured mode, in binary mode and in the builder alike. */
class AttributeRulesTests {

    private static final String OK = "ok";

    private static Arguments rule(String name, String value, String verdict) {
        return arguments(name, value, verdict);
    }

    private static Arguments bad(String name, String value) {
        return rule(name, value, "invalid-attribute " + name);
    }

    private static Arguments good(String name, String value) {
        return rule(name, value, OK);
    }

    private static String text(String text) {
        return '"' + text + '"';
    }

    private static String times(int n, String unit) {
        return text(unit.repeat(n));
    }

    private static String recipients(int n) {
        return text(IntStream.range(0, n).mapToObj(i -> "r" + i).collect(Collectors.joining(",")));
    }

    /** Values that are strings on the wire, so that every mode must judge them alike. */
    static Stream<Arguments> texts() {
        return Stream.of(
                        Stream.of(
                                bad("specversion", text("0.3")),
                                bad("specversion", text("1")),
                                bad("specversion", text("")),
                                bad("id", text("")),
                                good("id", times(512, "x")),
                                good("id", times(512, "\uD83D\uDE00")),
                                bad("id", times(513, "x")),
                                bad("id", text("a\\u0000b")),
                                bad("id", text("a\\nb")),
                                bad("source", text("")),
                                good("source", times(512, "\u00e9")),
                                bad("source", times(513, "\u00e9")),
                                bad("source", text("a\\u0085b"))),
                        Stream.of(
                                bad("type", text("")),
                                good("type", times(128, "t")),
                                bad("type", times(129, "t")),
                                good("type", text("!~")),
                                bad("type", text("a b")),
                                bad("type", text("caf\u00e9")),
                                bad("type", text("a\\rb")),
                                bad("type", text("error")),
                                bad("type", text("open")),
                                bad("type", text("stream.ready")),
                                bad("type", text("stream.")),
                                good("type", text("stream")),
                                good("type", text("streams.x")),
                                good("type", text("Error")),
                                good("type", text("error.x"))),
                        Stream.of(
                                bad("recipient", text("")),
                                good("recipient", times(128, "\u4e16")),
                                good("recipient", times(128, "\uD83D\uDE00")),
                                bad("recipient", times(129, "a")),
                                bad("recipient", text("a,b")),
                                bad("recipient", text(" a")),
                                bad("recipient", text("a ")),
                                bad("recipient", text("a\u00a0")),
                                bad("recipient", text("\u3000a")),
                                good("recipient", text("a b")),
                                bad("recipient", text("a\\u0000")),
                                bad("recipient", text("a\\u007fb"))),
                        Stream.of(
                                good("recipients", text("a")),
                                good("recipients", text("a,b,a")),
                                bad("recipients", text("")),
                                bad("recipients", text(",")),
                                bad("recipients", text("a,")),
                                bad("recipients", text("a,,b")),
                                bad("recipients", text("a, b")),
                                bad("recipients", text("a,b\\t")),
                                good("recipients", recipients(1_000)),
                                bad("recipients", recipients(1_001)),
                                bad("recipients", text("a," + "b".repeat(129)))),
                        Stream.of(
                                good("priority", text("high")),
                                good("priority", text("normal")),
                                good("priority", text("medium")),
                                good("priority", text("low")),
                                bad("priority", text("High")),
                                bad("priority", text("urgent")),
                                bad("priority", text("")),
                                bad("ackpolicy", text("")),
                                bad("ackpolicy", text("None")),
                                bad("ackpolicy", text("required ")),
                                bad("ackpolicy", "true")),
                        Stream.of("topic", "broadcast", "deliverat", "collapsekey", "escalateafter", "receipts")
                                .map(name -> bad(name, text("true"))),
                        Stream.of(
                                        "seq",
                                        "attempt",
                                        "dataurl",
                                        "state",
                                        "datacontent_type",
                                        "myExt",
                                        "my-ext",
                                        "x.y",
                                        "\u00e9")
                                .map(name -> bad(name, text("1")).get())
                                .map(values -> rule(
                                        (String) values[0],
                                        (String) values[1],
                                        "invalid-attribute " + Excerpt.of((String) values[0], 64))),
                        Stream.of(
                                good("subject", times(1024, "s")),
                                bad("subject", times(1025, "s")),
                                bad("subject", times(513, "\u00e9")),
                                good("myext", times(512, "\u00e9")),
                                bad("myext", times(1025, "x")),
                                bad("myext", text("\\u001b[0m")),
                                good("myext", text("")),
                                good("traceparent", text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")),
                                good("dataschema", text("https://example.com/schema")),
                                good("0", text("digits are names"))),
                        Stream.of("time", "expirytime").flatMap(AttributeRulesTests::timestamps),
                        Stream.of(
                                rule("expirytime", text("2026-11-22T12:00:00Z"), "already-expired expirytime"),
                                rule("expirytime", text("2026-11-22T13:00:00+01:00"), "already-expired expirytime"),
                                rule("expirytime", text("1999-12-31T23:59:60Z"), "already-expired expirytime"),
                                good("expirytime", text("2026-11-22T12:00:00.000000001Z")),
                                good("time", text("1999-12-31T23:59:60Z")),
                                good("time", text("0001-01-01T00:00:00Z"))))
                .flatMap(rules -> rules);
    }

    private static Stream<Arguments> timestamps(String name) {
        return Stream.of(
                good(name, text("2030-01-31T12:00:00Z")),
                good(name, text("2030-01-31t12:00:00z")),
                good(name, text("2030-01-31T12:00:00.123456789012+05:45")),
                good(name, text("2030-01-31T12:00:00-00:00")),
                good(name, text("2028-02-29T23:59:59+23:59")),
                good(name, text("9999-12-31T23:59:59Z")),
                bad(name, text("")),
                bad(name, text("2030-01-31")),
                bad(name, text("2030-01-31T12:00Z")),
                bad(name, text("2030-01-31T12:00:00")),
                bad(name, text("2030-01-31 12:00:00Z")),
                bad(name, text("2030-01-31T12:00:00.Z")),
                bad(name, text("2030-01-31T12:00:00,5Z")),
                bad(name, text("2030-01-31T12:00:00+0100")),
                bad(name, text("2030-01-31T12:00:00+24:00")),
                bad(name, text("2030-01-31T12:00:00+01:60")),
                bad(name, text("2030-02-30T12:00:00Z")),
                bad(name, text("2030-13-01T12:00:00Z")),
                bad(name, text("2030-01-31T24:00:00Z")),
                bad(name, text("2030-01-31T12:60:00Z")),
                bad(name, text("2030-01-31T12:00:61Z")),
                bad(name, text("2030-01-31T12:00:60Z")),
                bad(name, text("+12030-01-31T12:00:00Z")),
                bad(name, text("\u0662\u0660\u0663\u0660-01-31T12:00:00Z")),
                bad(name, text("1893456000")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void holdInStructuredMode(String name, String value, String verdict) {
        assertThat(verdict(structured(with(name, value)))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void holdInKafkasBinaryMode(String name, String value, String verdict) {
        assertThat(verdict(READER.readRecord(headers(with(name, value)), null, NOW)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void holdInTheBuilder(String name, String value, String verdict) {
        Notification.Builder builder = Notification.builder();
        with(name, value).forEach((n, v) -> builder.attribute(n, Events.unquoted(v)));
        if (verdict.equals(OK) || verdict.startsWith("already-expired")) {
            assertThat(builder.build().type()).isNotEmpty();
        } else {
            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(verdict.substring(verdict.indexOf(' ') + 1));
        }
    }

    /** Values that only JSON can hold. */
    static Stream<Arguments> jsonValues() {
        return Stream.of(
                        Stream.of(
                                        "id",
                                        "source",
                                        "type",
                                        "recipient",
                                        "recipients",
                                        "priority",
                                        "expirytime",
                                        "specversion")
                                .flatMap(name -> Stream.of(bad(name, "1"), bad(name, "true"), bad(name, "[\"a\"]"))),
                        Stream.of("time", "subject", "dataschema", "datacontenttype")
                                .flatMap(name -> Stream.of(bad(name, "1"), bad(name, "false"), bad(name, "{}"))),
                        Stream.of(
                                bad("id", text("\\ud800")),
                                bad("id", text("\\udc00\\ud800")),
                                good("id", text("\\ud83d\\ude00")),
                                bad("recipient", text("a\\udfff")),
                                bad("myext", text("\\ud83d")),
                                good("myext", "true"),
                                good("myext", "false"),
                                good("myext", "0"),
                                good("myext", "-2147483648"),
                                good("myext", "9223372036854775807"),
                                bad("myext", "9223372036854775808"),
                                bad("myext", "1" + "0".repeat(1_000)),
                                bad("myext", "1.0"),
                                bad("myext", "1e3"),
                                bad("myext", "[]"),
                                bad("myext", "{\"a\":{\"b\":[1,2]}}"),
                                good("myext", "null"),
                                good("Not_A_Name", "null"),
                                good("topic", "null"),
                                good("data_base64", "null"),
                                rule("id", "null", "missing-attribute id"),
                                bad("topic", text("news")),
                                bad("broadcast", "true"),
                                bad("receipts", "false"),
                                bad("seq", "1")))
                .flatMap(rules -> rules);
    }

    @ParameterizedTest
    @MethodSource("jsonValues")
    void holdForJsonValues(String name, String value, String verdict) {
        assertThat(verdict(structured(with(name, value)))).isEqualTo(verdict);
    }
}
