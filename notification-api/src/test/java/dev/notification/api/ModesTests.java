package dev.notification.api;

import static dev.notification.api.Events.NOW;
import static dev.notification.api.Events.READER;
import static dev.notification.api.Events.headers;
import static dev.notification.api.Events.json;
import static dev.notification.api.Events.read;
import static dev.notification.api.Events.valid;
import static dev.notification.api.Events.verdict;
import static dev.notification.api.Events.with;
import static dev.notification.api.Events.without;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which form a record, a request or a batch is read in, and what is none of them. */
class ModesTests {

    private static final String EVENT = json(valid());

    private static String record(Headers headers, String value) {
        return verdict(READER.readRecord(headers, value.getBytes(UTF_8), NOW));
    }

    private static Headers contentType(String contentType) {
        return new RecordHeaders().add("content-type", contentType.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+json",
                "application/cloudevents+json; charset=utf-8",
                "Application/CloudEvents+JSON;charset=\"UTF-8\" ; x=y"
            })
    void readsWhatIsDeclaredStructured(String contentType) {
        assertThat(record(contentType(contentType), EVENT)).isEqualTo("ok");
        assertThat(record(contentType(contentType), "{")).isEqualTo("invalid-json");
        assertThat(record(contentType(contentType), "")).isEqualTo("invalid-json");
        assertThat(record(contentType(contentType), "[" + EVENT + "]")).isEqualTo("not-a-cloudevent");
        assertThat(record(contentType(contentType), "{}")).isEqualTo("missing-attribute specversion");
        assertThat(record(headers(with("id", "\"other\""), contentType), EVENT)).isEqualTo("ok");
    }

    @Test
    void readsAnUndeclaredObjectWithSpecversion() {
        assertThat(record(new RecordHeaders(), EVENT)).isEqualTo("ok");
        assertThat(record(contentType(""), " \n" + EVENT)).isEqualTo("ok");
        assertThat(record(new RecordHeaders().add("content-type", null), EVENT)).isEqualTo("ok");
        assertThat(record(new RecordHeaders(), json(without("id")))).isEqualTo("missing-attribute id");
        assertThat(record(new RecordHeaders(), json(with("specversion", "\"0.3\""))))
                .isEqualTo("invalid-attribute specversion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[]",
                "null",
                "1",
                "\"specversion\"",
                "hello",
                "{\"hello\":{\"world\":[1.5]}}",
                "{\"Id\":1,\"Id\":2}",
                "{\"specversion\":null}",
                "{\"specversion\":\"1.0\"",
                "{\"specversion\":\"1.0\"} x",
                "[{\"specversion\":\"1.0\"}]",
                "{\"data\":{\"specversion\":\"1.0\"}}",
                "\u0000{}"
            })
    void refusesWhatIsNeitherDeclaredNorACloudEvent(String value) {
        assertThat(record(new RecordHeaders(), value)).isEqualTo("not-a-cloudevent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "application/cloudevents+avro",
                "application/cloudevents-batch+json",
                "application/cloudevents+jsonx"
            })
    void refusesAnotherContentTypeWithoutAttributes(String contentType) {
        assertThat(record(contentType(contentType), EVENT)).isEqualTo("not-a-cloudevent");
    }

    @Test
    void refusesATombstone() {
        assertThat(verdict(READER.readRecord(new RecordHeaders(), null, NOW))).isEqualTo("tombstone");
        assertThat(verdict(READER.readRecord(contentType("application/cloudevents+json"), null, NOW)))
                .isEqualTo("tombstone");
        assertThat(verdict(READER.readRecord(headers(without("specversion")), null, NOW)))
                .isEqualTo("tombstone");
        assertThat(verdict(READER.readRecord(headers(valid()), null, NOW))).isEqualTo("ok");
        assertThat(verdict(READER.readRecord(headers(valid(), "application/cloudevents+json"), null, NOW)))
                .isEqualTo("invalid-json");
    }

    @Test
    void ignoresForeignHeadersAndNullAttributes() {
        Headers headers = headers(valid()).add("traceparent", new byte[] {1}).add("ce_subject", null);
        Notification notification = read(READER.readRecord(headers, null, NOW));
        assertThat(notification.attributes()).isEmpty();
    }

    @Test
    void refusesBinaryAttributesThatAreNoUtf8OrBelongElsewhere() {
        assertThat(record(headers(valid()).add("ce_subject", new byte[] {(byte) 0xC3}), "1"))
                .isEqualTo("invalid-attribute subject");
        assertThat(record(headers(valid()).add("ce_datacontenttype", "text/plain".getBytes(UTF_8)), "1"))
                .isEqualTo("invalid-attribute datacontenttype");
        assertThat(record(headers(valid()).add("ce_data", new byte[] {'1'}), "1"))
                .isEqualTo("invalid-attribute data");
        assertThat(record(headers(valid()).add("ce_data_base64", new byte[] {'1'}), "1"))
                .isEqualTo("invalid-attribute data_base64");
        assertThat(record(headers(valid()).add("content-type", new byte[] {(byte) 0xFF}), "1"))
                .isEqualTo("invalid-attribute datacontenttype");
        assertThat(record(headers(valid(), "text/plain\u0001"), "1")).isEqualTo("invalid-attribute datacontenttype");
    }

    /** In which encoding they were meant nobody knows, and the wrong one is another recipient. */
    @Test
    void refusesAttributesOfHttpThatAreNotEscaped() {
        Map<String, String> attributes =
                new HashMap<>(Map.of("specversion", "1.0", "id", "1", "source", "/s", "type", "t"));
        attributes.put("recipient", "j%C3%BCrgen");
        assertThat(read(READER.readBinary(attributes, null, new byte[0], NOW))
                        .audience()
                        .names())
                .containsExactly("j\u00FCrgen");
        for (String recipient : List.of("j\u00FCrgen", "j\u00C3\u00BCrgen")) {
            attributes.put("recipient", recipient);
            assertThat(verdict(READER.readBinary(attributes, null, new byte[0], NOW)))
                    .isEqualTo("invalid-attribute recipient");
        }
    }

    @Test
    void keepsAttributesInTheProducersOrder() {
        Map<String, String> members = with("zext", "\"z\"");
        members.put("time", "\"2026-01-01T00:00:00+00:00\"");
        members.put("aext", "7");
        members.put("expirytime", "\"2030-01-01t00:00:00.10z\"");
        members.put("big", "3000000000");
        members.put("flag", "false");
        Notification notification = read(Events.structured(members));
        assertThat(notification.attributes().keySet()).containsExactly("zext", "time", "aext", "big", "flag");
        assertThat(notification.attributes().values())
                .containsExactly("z", "2026-01-01T00:00:00+00:00", 7, 3_000_000_000L, false);
        assertThat(notification.expiryTimeText()).isEqualTo("2030-01-01t00:00:00.10z");
        assertThat(notification.expiryTime()).isEqualTo("2030-01-01T00:00:00.100Z");
        assertThat(notification.priority()).isEqualTo(Priority.NORMAL);
    }

    @Test
    void namesEveryRecipientOnce() {
        Notification notification = read(Events.structured(with("recipients", "\"b,a,b,\u4e16\"")));
        assertThat(notification.audience()).isEqualTo(new Audience.Recipients(List.of("b", "a", "\u4e16")));
    }

    private static Map<String, String> http(String id) {
        return Map.of("SpecVersion", "1.0", "id", id, "source", "/s", "type", "t", "recipient", "alice");
    }

    @Test
    void undoesHttpsQuotingAndPercentEncoding() {
        assertThat(read(READER.readBinary(http("Euro%20%E2%82%AC%20%F0%9F%98%80"), null, new byte[0], NOW))
                        .id())
                .isEqualTo("Euro \u20ac \uD83D\uDE00");
        assertThat(read(READER.readBinary(http("\"a \\\"b\\\\ %41\""), null, new byte[0], NOW))
                        .id())
                .isEqualTo("a \"b\\ A");
        assertThat(read(READER.readBinary(http("100% %zz %4"), null, new byte[0], NOW))
                        .id())
                .isEqualTo("100% %zz %4");
        assertThat(verdict(READER.readBinary(http("%C3%28"), null, new byte[0], NOW)))
                .isEqualTo("invalid-attribute id");
        assertThat(verdict(READER.readBinary(http("a%00"), null, new byte[0], NOW)))
                .isEqualTo("invalid-attribute id");
        assertThat(read(READER.readBinary(http("1"), "text/plain", new byte[0], NOW))
                        .data())
                .isNull();
        assertThat(read(READER.readBinary(http("1"), "text/plain", new byte[] {'x'}, NOW))
                        .data())
                .isEqualTo(Data.text("x"));
    }

    @Test
    void readsABatchInOrder() {
        String bad = json(with("priority", "\"urgent\""));
        List<Decoded> batch =
                READER.readBatch(("\ufeff [ " + EVENT + " ,\n" + bad + ", 7 ," + EVENT + "] ").getBytes(UTF_8), NOW);
        assertThat(batch.stream().map(Events::verdict))
                .containsExactly("ok", "invalid-attribute priority", "not-a-cloudevent", "ok");
        assertThat(READER.readBatch("[]".getBytes(UTF_8), NOW)).isEmpty();
    }

    @Test
    void readsABatchUpToWhatIsNestedTooDeep() {
        String bad = json(with("priority", "\"urgent\""));
        for (int depth : new int[] {33, 1_000}) {
            String deep = json(with("data", "[".repeat(depth) + "]".repeat(depth)));
            String batch = "[" + bad + "," + EVENT + "," + deep + "," + EVENT + "]";
            assertThat(READER.readBatch(batch.getBytes(UTF_8), NOW).stream().map(Events::verdict))
                    .containsExactly("invalid-attribute priority", "ok", "invalid-json");
        }
    }

    @Test
    void refusesABatchAsAWhole() {
        for (String body : List.of("", "[", "[" + EVENT, "[" + EVENT + ",]", "[" + EVENT + "] 1", "[{]")) {
            assertThat(READER.readBatch(body.getBytes(UTF_8), NOW).stream().map(Events::verdict))
                    .as(body)
                    .containsExactly("invalid-json");
        }
        for (String body : List.of(EVENT, "null", "\"[]\"")) {
            assertThat(READER.readBatch(body.getBytes(UTF_8), NOW).stream().map(Events::verdict))
                    .as(body)
                    .containsExactly("not-a-cloudevent");
        }
        String thousand = String.join(",", Collections.nCopies(CloudEventReader.MAX_BATCH, EVENT));
        assertThat(READER.readBatch(("[" + thousand + "]").getBytes(UTF_8), NOW))
                .hasSize(1_000)
                .allMatch(Notification.class::isInstance);
        assertThat(READER.readBatch(("[" + thousand + "," + EVENT + "]").getBytes(UTF_8), NOW).stream()
                        .map(Events::verdict))
                .containsExactly("too-large");
    }

    @Test
    void spellsEveryCode() {
        assertThat(java.util.Arrays.stream(RejectionCode.values()).map(RejectionCode::code))
                .containsExactly(
                        "invalid-json",
                        "not-a-cloudevent",
                        "missing-attribute",
                        "invalid-attribute",
                        "no-audience",
                        "ambiguous-audience",
                        "too-large",
                        "already-expired",
                        "conflicting-id",
                        "tombstone",
                        "unstorable");
    }
}
