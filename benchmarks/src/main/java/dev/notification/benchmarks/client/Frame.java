package dev.notification.benchmarks.client;

import java.util.HashMap;
import java.util.Map;

/** One SSE event as a client reads it; fields that are missing are empty. */
public record Frame(String id, String event, String data, String retry) {

    /**
     * One frame.
     *
     * @param block lines up to the empty one
     */
    public static Frame of(String block) {
        Map<String, String> fields = new HashMap<>();
        for (String line : block.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0)
                fields.put(line.substring(0, colon), line.substring(colon + 1).stripLeading());
        }
        return new Frame(
                fields.getOrDefault("id", ""),
                fields.getOrDefault("event", ""),
                fields.getOrDefault("data", ""),
                fields.getOrDefault("retry", ""));
    }

    public boolean isNotification() {
        return event.isEmpty() && !data.isEmpty();
    }

    public long seq() {
        int begin = data.indexOf("\"seq\":") + 6;
        return Long.parseLong(data, begin, data.indexOf(',', begin), 10);
    }
}
