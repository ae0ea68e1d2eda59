package dev.notification.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.Assertions;

/** CloudEvents to begin a test with. */
final class Events {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final CloudEventReader READER = new CloudEventReader(CloudEventReader.DEFAULT_MAX_DATA_BYTES);

    private Events() {}

    /** The attributes of a valid event, each as the JSON text of its value. */
    static Map<String, String> valid() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("specversion", "\"1.0\"");
        members.put("id", "\"o-17\"");
        members.put("source", "\"/orders\"");
        members.put("type", "\"order.shipped\"");
        members.put("recipient", "\"alice\"");
        return members;
    }

    static Map<String, String> without(String name) {
        Map<String, String> members = valid();
        members.remove(name);
        return members;
    }

    /** The valid event with one member set; the value is JSON text. */
    static Map<String, String> with(String name, String value) {
        Map<String, String> members = name.equals("recipients") ? without("recipient") : valid();
        members.put(name, value);
        return members;
    }

    static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> '"' + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    static Decoded structured(Map<String, String> members) {
        return READER.readStructured(json(members).getBytes(UTF_8), NOW);
    }

    /** As binary mode has it: strings without quotes, other values as their text. */
    static Headers headers(Map<String, String> members) {
        Headers headers = new RecordHeaders();
        members.forEach(
                (name, value) -> headers.add("ce_" + name, unquoted(value).getBytes(UTF_8)));
        return headers;
    }

    static Headers headers(Map<String, String> members, String contentType) {
        return headers(members).add("content-type", contentType.getBytes(UTF_8));
    }

    static String unquoted(String json) {
        String text = json.startsWith("\"") ? Json.string(json.getBytes(UTF_8)) : json;
        return text == null ? json : text;
    }

    static Notification read(Decoded decoded) {
        Assertions.assertThat(decoded).isInstanceOf(Notification.class);
        return (Notification) decoded;
    }

    static Notification readStructured(String json) {
        return read(READER.readStructured(json.getBytes(UTF_8), NOW));
    }

    /** The reader's verdict in short: {@code code attribute}, or {@code ok}. */
    static String verdict(Decoded decoded) {
        return decoded instanceof Rejection rejection
                ? rejection.code().code() + (rejection.attribute() == null ? "" : " " + rejection.attribute())
                : "ok";
    }

    static byte[] data(Notification notification) {
        Data data = notification.data();
        return data == null ? new byte[0] : data.bytes();
    }
}
