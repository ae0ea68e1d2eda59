package dev.notification.benchmarks.ledger;

import java.util.concurrent.TimeUnit;

/**
 * What admins do at a time, by {@link System#nanoTime}: kinds take turns, so that what drifts is the same for all.
 *
 * @param from when the first one begins; before that, everything warms up
 */
record Phases(long from, int seconds, int rounds) {
    /** What follows from the phase before is not measured. */
    private static final long SETTLING = TimeUnit.SECONDS.toNanos(1);

    enum Kind {
        ALONE("without admins"),
        QUERIES("beside queries"),
        EXPORT("beside queries and an export");

        final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    Kind at(long nanos) {
        return nanos < from ? Kind.EXPORT : Kind.values()[(int) ((nanos - from) / length() % Kind.values().length)];
    }

    boolean measured(long nanos) {
        return nanos >= from && (nanos - from) % length() >= SETTLING;
    }

    long end() {
        return from + (long) rounds * Kind.values().length * length();
    }

    private long length() {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
