package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Lanes;
import org.junit.jupiter.api.Test;

class LowWaterTests {

    private static LowWater from(long after, long lowestUnsettled) {
        return LowWater.at(new Resume(after, true, null), Lanes.all(lowestUnsettled - 1));
    }

    @Test
    void beginsAtTheCursorThoughSomethingBeforeItIsUnsettled() {
        LowWater ids = from(5, 3);
        assertThat(ids.mark()).isEqualTo(5);
        assertThat(ids.givesIdTo(4)).as("a repeat").isFalse();
        assertThat(ids.givesIdTo(6)).isFalse();
        assertThat(ids.reached(Lanes.all(6)).givesIdTo(6)).isTrue();
    }

    @Test
    void beginsFurtherOnWhenEverythingUpToThereIsSettled() {
        LowWater ids = from(5, 9);
        assertThat(ids.mark()).isEqualTo(8);
        assertThat(ids.isAhead()).isTrue();
        assertThat(ids.given(8).isAhead()).isFalse();
    }

    @Test
    void followsTheLaneThatIsFurthestBehind() {
        LowWater ids = from(0, 1).reached(new Lanes(9, 4, 7));
        assertThat(ids.mark()).isEqualTo(4);
        assertThat(ids.givesIdTo(9)).as("it overtook").isFalse();
        assertThat(ids.reached(new Lanes(9, 8, 7)).mark()).isEqualTo(7);
    }

    @Test
    void neitherMarkNorIdsGoBack() {
        LowWater ids = from(0, 1).reached(Lanes.all(9)).given(9);
        assertThat(ids.reached(Lanes.all(3)).mark()).isEqualTo(9);
        assertThat(ids.givesIdTo(9)).isFalse();
        assertThat(ids.givesIdTo(7)).as("the overtaken, after a bookmark").isFalse();
    }
}
