package dev.notification.stream.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.notification.store.Content;
import dev.notification.store.LedgerEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notification: its attributes as a reader sees them, and beside them what the store knows.
 *
 * @param ackpolicy {@code required} or {@code none}
 * @param dataBytes how large its data are, null when it has none
 * @param data the JSON that the producer sent; absent in lists, and when it sent bytes or nothing
 * @param dataBase64 the bytes that the producer sent; absent in lists, and when it sent something else
 */
record NotificationView(
        @JsonAnyGetter Map<String, Object> attributes,
        String ackpolicy,
        Instant storedAt,
        @Nullable Integer dataBytes,

        @JsonRawValue @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String data,

        @JsonProperty("data_base64") @JsonInclude(JsonInclude.Include.NON_NULL)
        byte @Nullable [] dataBase64) {
    private static final TypeReference<Map<String, Object>> ATTRIBUTES = new TypeReference<>() {};

    /** Beside a delivery, which takes the name of an attribute that a producer made up. */
    NotificationView withDelivery() {
        Map<String, Object> others = new LinkedHashMap<>(attributes);
        others.remove("delivery");
        return new NotificationView(others, ackpolicy, storedAt, dataBytes, data, dataBase64);
    }

    static NotificationView of(LedgerEntry entry) {
        Content content = entry.content();
        byte[] data = content.data();
        Map<String, Object> attributes =
                JsonMapper.shared().readValue("{" + new String(content.attributes(), UTF_8) + "}", ATTRIBUTES);
        // said once, by the store
        attributes.remove("ackpolicy");
        return new NotificationView(
                attributes,
                entry.ackRequired() ? "required" : "none",
                entry.storedAt(),
                entry.dataBytes(),
                data == null || content.binary() ? null : new String(data, UTF_8),
                content.binary() ? data : null);
    }
}
