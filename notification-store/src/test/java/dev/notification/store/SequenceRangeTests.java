package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SequenceRangeTests {
    @Test
    void holdsExactlyTheSequencesInTheFewestRanges() {
        assertThat(SequenceRange.of(5, 1, 2, 9, 3, 2, 7, 8))
                .containsExactly(new SequenceRange(1, 3), new SequenceRange(5, 5), new SequenceRange(7, 9));
        assertThat(SequenceRange.of()).isEmpty();
        assertThat(SequenceRange.of(4)).containsExactly(new SequenceRange(4, 4));
    }

    @Test
    void includesBothEnds() {
        SequenceRange range = new SequenceRange(3, 5);

        assertThat(range.contains(2)).isFalse();
        assertThat(range.contains(3)).isTrue();
        assertThat(range.contains(5)).isTrue();
        assertThat(range.contains(6)).isFalse();
    }

    @Test
    void beginsAtOneAndNeverRunsBackwards() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SequenceRange(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SequenceRange(2, 1));
    }
}
