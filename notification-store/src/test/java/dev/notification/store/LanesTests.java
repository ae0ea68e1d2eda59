package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanesTests {
    @ParameterizedTest
    @EnumSource
    void movesOneLaneAlone(Priority lane) {
        Lanes moved = Lanes.all(5).with(lane, 9);

        for (Priority other : Priority.values()) assertThat(moved.get(other)).isEqualTo(other == lane ? 9 : 5);
        assertThat(moved.lowest()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void numbersLanesThereAndBack(Priority lane) {
        assertThat(Lanes.numbered(Lanes.number(lane))).isEqualTo(lane);
    }

    @Test
    void takesTheLowestOfAllThree() {
        assertThat(new Lanes(3, 2, 7).lowest()).isEqualTo(2);
        assertThat(new Lanes(1, 2, 7).lowest()).isEqualTo(1);
        assertThat(new Lanes(3, 2, 1).lowest()).isEqualTo(1);
    }

    @Test
    void takesAnUnknownNumberForTheLowestLane() {
        assertThat(Lanes.numbered(9)).isEqualTo(Priority.LOW);
    }
}
