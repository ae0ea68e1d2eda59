package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneOrderTests {

    private static @Nullable Priority next(LaneOrder order, boolean high, boolean normal, boolean low) {
        Priority lane = order.next(high, normal, low);
        if (lane != null) order.sent(lane, normal, low);
        return lane;
    }

    @Test
    void highGoesFirst() {
        LaneOrder order = new LaneOrder();
        assertThat(order.next(true, true, true)).isEqualTo(Priority.HIGH);
        assertThat(order.next(false, true, true)).isEqualTo(Priority.NORMAL);
        assertThat(order.next(false, false, true)).isEqualTo(Priority.LOW);
        assertThat(order.next(false, false, false)).isNull();
    }

    @Test
    void everyLaneWithSomethingToSendGetsOneFrameInTen() {
        LaneOrder order = new LaneOrder();
        List<Priority> sent = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) sent.add(next(order, true, true, true));
        for (int from = 0; from + 10 <= sent.size(); from++) {
            assertThat(sent.subList(from, from + 10)).contains(Priority.values());
        }
        assertThat(sent).filteredOn(Priority.HIGH::equals).hasSizeGreaterThan(750);
    }

    @Test
    void noLaneStarvesHoweverTheOthersComeAndGo() {
        Random random = new Random(7);
        LaneOrder order = new LaneOrder();
        int normalWaits = 0;
        int lowWaits = 0;
        for (int i = 0; i < 100_000; i++) {
            boolean high = random.nextInt(10) > 0;
            boolean normal = random.nextInt(10) > 1;
            boolean low = random.nextInt(10) > 1;
            Priority lane = next(order, high, normal, low);
            normalWaits = normal && lane != Priority.NORMAL ? normalWaits + 1 : 0;
            lowWaits = low && lane != Priority.LOW ? lowWaits + 1 : 0;
            assertThat(normalWaits).isLessThan(10);
            assertThat(lowWaits).isLessThan(10);
        }
    }
}
