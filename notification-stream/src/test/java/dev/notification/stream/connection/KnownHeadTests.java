package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownHeadTests {
    private final KnownHead head = new KnownHead();

    @Test
    void letsWhatTheStoreSaysWaitATickForItsArrival() {
        head.swept(3);
        assertThat(head.tick()).isFalse();
        assertThat(head.get()).isZero();
        assertThat(head.tick()).isTrue();
        assertThat(head.get()).isEqualTo(3);
        assertThat(head.tick()).as("known by now").isFalse();
    }

    @Test
    void isNotRepairedByWhatArrivedMeanwhile() {
        head.swept(3);
        head.tick();
        assertThat(head.reaches(3)).isTrue();
        assertThat(head.tick()).isFalse();
        assertThat(head.reaches(2)).isFalse();
    }
}
