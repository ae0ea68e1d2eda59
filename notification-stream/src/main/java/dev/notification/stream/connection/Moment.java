package dev.notification.stream.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Now, twice: what the clock on the wall says, by which the store and the outside reckon, and a time that only goes on. What is
 * due in a while is reckoned by the second: a wall clock may be set, by an hour or more, and streams are not to notice.
 *
 * @param wall may go back, or leap
 * @param steadyMillis since the process began to count, never less than before
 */
record Moment(Instant wall, long steadyMillis) {
    /** As steady milliseconds: later than all others. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long BEGIN = System.nanoTime();
    /** What is further away is not reckoned in milliseconds. */
    private static final Duration FAR = Duration.ofDays(365_000);

    /** By this wall clock. */
    static Moment now(Clock clock) {
        return new Moment(clock.instant(), steadyNow());
    }

    /** The steady half of it. */
    static long steadyNow() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - BEGIN);
    }

    /** When this will be, or was, however the wall clock is set after now. */
    long steady(Instant then) {
        if (then.equals(Instant.MAX)) return NEVER;
        Duration left = Duration.between(wall, then);
        return left.compareTo(FAR) > 0 ? NEVER : in(left);
    }

    /** When so much time will have passed. */
    long in(Duration span) {
        return steadyMillis + span.toMillis();
    }

    /** Whether it is that late. */
    boolean reached(long steady) {
        return steadyMillis >= steady;
    }
}
