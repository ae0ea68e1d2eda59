package dev.notification.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes notifications as CloudEvents 1.0. Data are written as they are. Safe for all threads. */
public final class CloudEventWriter {

    private static final int EXPECTED_ATTRIBUTES = 512;

    private CloudEventWriter() {}

    /** The whole notification in structured JSON, UTF-8. */
    public static byte[] structured(Notification notification) {
        Data data = notification.data();
        int expected = data == null ? 0 : data.binary() ? data.bytes().length * 4 / 3 : data.bytes().length;
        JsonBytes json = new JsonBytes(EXPECTED_ATTRIBUTES + expected).ascii("{");
        members(notification, json);
        json.ascii(",\"").ascii(audienceName(notification)).ascii("\":").string(audience(notification));
        if (data != null && data.binary()) {
            json.ascii(",\"data_base64\":\"")
                    .raw(Base64.getEncoder().encode(data.bytes()))
                    .ascii("\"");
        } else if (data != null) {
            json.ascii(",\"data\":").raw(data.bytes());
        }
        return json.ascii("}").toArray();
    }

    /**
     * The attributes a reader sees as JSON members, UTF-8, without the braces around them, audience and data:
     * {@code "specversion":"1.0","id":…,"source":…,"type":…}, the others in the producer's order,
     * {@code "priority":…} and {@code "expirytime":…} if there is one. Never holds a line break.
     */
    public static byte[] members(Notification notification) {
        JsonBytes json = new JsonBytes(EXPECTED_ATTRIBUTES);
        members(notification, json);
        return json.toArray();
    }

    /**
     * The notification in Kafka's binary mode: puts the attributes into the headers.
     *
     * <p>Bytes without {@code datacontenttype} get the content type {@code application/octet-stream}, since none would
     * mean JSON. A JSON string that stands for another media type becomes its text.
     *
     * @return the record's value, null when there are no data
     * @throws IllegalArgumentException if the content type is that of a structured event, or the text of the data
     *     cannot be written in UTF-8
     */
    public static byte @Nullable [] binary(Notification notification, Headers headers) {
        Data data = notification.data();
        Object declared = notification.attributes().get("datacontenttype");
        String contentType = declared instanceof String s ? s : null;
        if (contentType != null && MediaType.isStructuredJson(contentType)) {
            throw new IllegalArgumentException("datacontenttype " + contentType + " cannot be written in binary mode");
        }
        byte[] value = data == null ? null : body(data, contentType);
        attribute(headers, "specversion", "1.0");
        attribute(headers, "id", notification.id());
        attribute(headers, "source", notification.source());
        attribute(headers, "type", notification.type());
        for (Map.Entry<String, Object> other : notification.attributes().entrySet()) {
            if (!other.getKey().equals("datacontenttype")) {
                attribute(headers, other.getKey(), other.getValue().toString());
            }
        }
        attribute(headers, "priority", notification.priority().label());
        if (notification.expiryTimeText() != null) {
            attribute(headers, "expirytime", notification.expiryTimeText());
        }
        attribute(headers, audienceName(notification), audience(notification));
        if (contentType != null) {
            headers.add(RecordHeaders.CONTENT_TYPE, contentType.getBytes(UTF_8));
        } else if (data != null && data.binary()) {
            headers.add(RecordHeaders.CONTENT_TYPE, "application/octet-stream".getBytes(UTF_8));
        }
        return value;
    }

    private static byte[] body(Data data, @Nullable String contentType) {
        String text = data.binary() || MediaType.isJson(contentType) ? null : Json.string(data.bytes());
        if (text == null) {
            return data.bytes();
        }
        if (!UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("the text holds half a surrogate pair, which binary mode cannot carry");
        }
        return text.getBytes(UTF_8);
    }

    private static void attribute(Headers headers, String name, String value) {
        headers.add(RecordHeaders.CE_PREFIX + name, value.getBytes(UTF_8));
    }

    private static void members(Notification notification, JsonBytes json) {
        json.ascii("\"specversion\":\"1.0\",\"id\":").string(notification.id());
        json.ascii(",\"source\":").string(notification.source());
        json.ascii(",\"type\":").string(notification.type());
        for (Map.Entry<String, Object> other : notification.attributes().entrySet()) {
            json.ascii(",\"").ascii(other.getKey()).ascii("\":");
            if (other.getValue() instanceof String text) {
                json.string(text);
            } else {
                json.ascii(other.getValue().toString());
            }
        }
        json.ascii(",\"priority\":\"").ascii(notification.priority().label()).ascii("\"");
        if (notification.expiryTimeText() != null) {
            json.ascii(",\"expirytime\":").string(notification.expiryTimeText());
        }
    }

    private static String audienceName(Notification notification) {
        return notification.audience() instanceof Audience.Recipient ? "recipient" : "recipients";
    }

    private static String audience(Notification notification) {
        return String.join(",", notification.audience().names());
    }
}
