package dev.notification.reliability.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MischiefTests {
    private static final int MANY = 1_000;

    @Test
    void anHonestOneChangesNothing() {
        Mischief<Integer> mischief = mischief(1, 0, 0, 0, false);

        assertThat(passed(mischief)).isEqualTo(numbers());
        assertThat(mischief.dropped() + mischief.doubled() + mischief.moved()).isZero();
    }

    @Test
    void losesAndDoublesTheShareThatWasAskedForAndCountsThem() {
        Mischief<Integer> mischief = mischief(1, 0.1, 0.2, 0, false);

        List<Integer> passed = passed(mischief);

        assertThat(mischief.dropped()).isBetween(60L, 140L);
        assertThat(mischief.doubled()).isBetween(120L, 240L);
        assertThat(passed).hasSize((int) (MANY - mischief.dropped() + mischief.doubled()));
    }

    @Test
    void shufflesWithinItsWindowAndLosesNothing() {
        Mischief<Integer> mischief = mischief(1, 0, 0, 50, false);

        List<Integer> passed = passed(mischief);

        assertThat(passed).isNotEqualTo(numbers()).containsExactlyInAnyOrderElementsOf(numbers());
        // an early one may wait for long, a late one cannot come before its window
        assertThat(IntStream.range(0, MANY).filter(i -> passed.get(i) > i + 50)).isEmpty();
        assertThat(mischief.moved()).isPositive();
    }

    @Test
    void keepsBackTheLastOfEachKeyAlone() {
        Mischief<Integer> mischief = new Mischief<>(1, number -> number % 10);
        mischief.change(new Mischief.Ways(0, 0, 0, true));

        List<Integer> passed = passed(mischief);

        assertThat(passed).containsExactlyElementsOf(numbers().subList(0, MANY - 10));
        assertThat(mischief.dropped()).isEqualTo(10);
    }

    @Test
    void theSameSeedDoesTheSame() {
        assertThat(passed(mischief(7, 0.1, 0.1, 10, false))).isEqualTo(passed(mischief(7, 0.1, 0.1, 10, false)));
        assertThat(passed(mischief(7, 0.1, 0.1, 10, false))).isNotEqualTo(passed(mischief(8, 0.1, 0.1, 10, false)));
    }

    private static Mischief<Integer> mischief(long seed, double drop, double twice, int window, boolean withoutLast) {
        Mischief<Integer> mischief = new Mischief<>(seed, number -> number);
        mischief.change(new Mischief.Ways(drop, twice, window, withoutLast));
        return mischief;
    }

    private static List<Integer> passed(Mischief<Integer> mischief) {
        List<Integer> passed = new ArrayList<>();
        numbers().forEach(number -> passed.addAll(mischief.pass(number)));
        passed.addAll(mischief.idle());
        return passed;
    }

    private static List<Integer> numbers() {
        return IntStream.range(0, MANY).boxed().toList();
    }
}
