package dev.notification.api;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads one CloudEvent in binary mode: attributes beside the data. Throws {@link RefusedException}. For one event. */
final class BinaryEvent {

    private static final String ESCAPED = "must be UTF-8, percent-encoded where it is not printable ASCII";

    private final Envelope envelope = new Envelope();

    private BinaryEvent() {}

    /** From the headers of a record; a null value means no data. */
    static Notification read(
            Headers headers, @Nullable String contentType, byte @Nullable [] value, int maxDataBytes, Instant now) {
        BinaryEvent event = new BinaryEvent();
        for (Header header : headers) {
            if (header.key().startsWith(RecordHeaders.CE_PREFIX) && header.value() != null) {
                String name = header.key().substring(RecordHeaders.CE_PREFIX.length());
                event.add(name, Utf8.decode(header.value()), "must be UTF-8");
            }
        }
        return event.toNotification(contentType, value, maxDataBytes, now);
    }

    /** From the headers of an HTTP request; an empty body means no data. */
    static Notification read(
            Map<String, String> attributes, @Nullable String contentType, byte[] body, int maxDataBytes, Instant now) {
        BinaryEvent event = new BinaryEvent();
        attributes.forEach(
                (name, value) -> event.add(name.toLowerCase(Locale.ROOT), HeaderValue.decode(value), ESCAPED));
        return event.toNotification(contentType, body.length == 0 ? null : body, maxDataBytes, now);
    }

    private void add(String name, @Nullable String value, String rule) {
        if (name.equals("datacontenttype")) {
            throw RefusedException.invalid(name, "is the content-type header in binary mode, set that one");
        }
        if (value == null) {
            throw RefusedException.invalid(name, rule);
        }
        envelope.add(name, value);
    }

    private Notification toNotification(
            @Nullable String contentType, byte @Nullable [] body, int maxDataBytes, Instant now) {
        String type = contentType == null || contentType.isBlank() ? null : contentType;
        if (type != null) {
            envelope.add("datacontenttype", type);
        }
        if (body != null && body.length > maxDataBytes) {
            throw DataRules.tooLarge(body.length, maxDataBytes);
        }
        // JSON has no empty value, so an empty body can only mean that there is none
        Data data = body == null || (body.length == 0 && MediaType.isJson(type)) ? null : DataRules.ofBody(body, type);
        return envelope.toNotification(data, now);
    }
}
