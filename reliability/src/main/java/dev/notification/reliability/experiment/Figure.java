package dev.notification.reliability.experiment;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that was measured, and what it has to be.
 *
 * @param what was measured
 * @param value the worst that was seen
 * @param limit the worst that is allowed
 * @param least whether the value must be at least the limit, not at most
 * @param unit of both
 */
record Figure(String what, double value, double limit, boolean least, String unit) {

    static Figure atMost(String what, Duration took, Duration limit) {
        return new Figure(what, took.toMillis() / 1e3, limit.toMillis() / 1e3, false, "s");
    }

    static Figure atMost(String what, double value, double limit) {
        return new Figure(what, value, limit, false, "");
    }

    static Figure atMost(String what, long count, long limit) {
        return new Figure(what, (double) count, (double) limit, false, "");
    }

    static Figure atLeast(String what, long count, long limit) {
        return new Figure(what, (double) count, (double) limit, true, "");
    }

    static Figure atLeast(String what, double value, double limit) {
        return new Figure(what, value, limit, true, "");
    }

    /** For a machine that nobody chose: it may take so many times as long. What is counted stays what it is. */
    Figure patient(int times) {
        return unit.equals("s") ? new Figure(what, value, limit * times, least, unit) : this;
    }

    boolean missed() {
        return least ? value < limit : value > limit;
    }

    /** Of two of one kind. */
    Figure worse(Figure other) {
        boolean otherIsWorse = least ? other.value < value : other.value > value;
        return otherIsWorse ? other : this;
    }

    @Override
    public String toString() {
        return "%s %s%s (%s %s)"
                .formatted(what, number(value), unit.isEmpty() ? "" : " " + unit, least ? "≥" : "≤", number(limit));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "%,d".formatted((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
