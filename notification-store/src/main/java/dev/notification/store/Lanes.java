package dev.notification.store;

import dev.notification.api.Priority;

/** One sequence for each lane. */
public record Lanes(long high, long normal, long low) {

    /** The same sequence for every lane. */
    public static Lanes all(long seq) {
        return new Lanes(seq, seq, seq);
    }

    /** This lane's sequence. */
    public long get(Priority lane) {
        return switch (lane) {
            case HIGH -> high;
            case NORMAL -> normal;
            case LOW -> low;
        };
    }

    /** A copy with one lane moved. */
    public Lanes with(Priority lane, long seq) {
        return switch (lane) {
            case HIGH -> new Lanes(seq, normal, low);
            case NORMAL -> new Lanes(high, seq, low);
            case LOW -> new Lanes(high, normal, seq);
        };
    }

    /** The lowest of the three: up to here no lane has anything left. */
    public long lowest() {
        return Math.min(high, Math.min(normal, low));
    }
}
