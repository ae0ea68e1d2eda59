package dev.notification.stream.canary;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A delivery as it came over the stream.
 *
 * @param id of the notification
 * @param time of the notification, null when it has none
 */
record CanaryFrame(String id, long seq, @Nullable Instant time) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DATA = "data: ";

    /** What a block of the stream brings, null when that is no delivery. */
    static @Nullable CanaryFrame of(String block) {
        String data = null;
        for (String line : block.split("\n", -1)) {
            if (line.startsWith("event:")) return null;
            if (line.startsWith(DATA)) data = line.substring(DATA.length());
        }
        if (data == null) return null;
        try {
            JsonNode frame = JSON.readTree(data);
            String time = frame.path("time").asString("");
            return new CanaryFrame(
                    frame.path("id").asString(""),
                    frame.path("seq").asLong(),
                    time.isEmpty() ? null : java.time.OffsetDateTime.parse(time).toInstant());
        } catch (JacksonException | java.time.DateTimeException strange) {
            throw new IllegalStateException("A frame on the canary's stream cannot be read", strange);
        }
    }
}
