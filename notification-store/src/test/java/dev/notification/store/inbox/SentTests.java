package dev.notification.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.SentMark;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentTests {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private static SentMark mark(long seq, long micros, int attempt) {
        return new SentMark("a", seq, CREATED, Instant.EPOCH.plusNanos(micros * 1_000), attempt, false);
    }

    @Test
    void gathersTheMarksOfADelivery() {
        List<Sent> sent = Sent.of(List.of(mark(1, 20, 2), mark(2, 5, 1), mark(1, 30, 1)), 7);

        assertThat(sent).extracting(Sent::latest).containsExactly(mark(1, 30, 2), mark(2, 5, 1));
        assertThat(sent.get(0).sends())
                .isEqualTo(ByteBuffer.allocate(28)
                        .putLong(20)
                        .putInt(7)
                        .putShort((short) 2)
                        .putLong(30)
                        .putInt(7)
                        .putShort((short) 1)
                        .array());
    }
}
