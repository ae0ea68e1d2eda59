package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that was refused for good.
 *
 * @param key its place among the others
 * @param topic Kafka topic it was read from
 * @param offset in that partition
 * @param code such as {@code invalid-json}
 * @param detail a sentence that says what to change, in ASCII
 * @param replayedAt when it was last written to the topic of notifications again, null when never
 */
public record RejectionEntry(
        PageKey key,
        String topic,
        int partition,
        long offset,
        String code,
        String detail,
        Letter letter,
        @Nullable Instant replayedAt) {

    /**
     * Where the dead-letter topic has it.
     *
     * @param truncated it has only the beginning
     */
    public record Letter(String topic, int partition, long offset, boolean truncated) {}
}
