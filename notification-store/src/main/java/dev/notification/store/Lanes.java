package dev.notification.store;

import dev.notification.api.Priority;

/** One number for each lane: mostly a sequence. */
public record Lanes(long high, long normal, long low) {

    /** The same number for every lane. */
    public static Lanes all(long seq) {
        return new Lanes(seq, seq, seq);
    }

    /** This lane's number. */
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

    /** The lane's number, as it is stored and sent: 0 high, 1 normal, 2 low. */
    public static short number(Priority lane) {
        return switch (lane) {
            case HIGH -> 0;
            case NORMAL -> 1;
            case LOW -> 2;
        };
    }

    /** The lane of a number; a larger one than any known is the lowest. */
    public static Priority numbered(int number) {
        return switch (number) {
            case 0 -> Priority.HIGH;
            case 1 -> Priority.NORMAL;
            default -> Priority.LOW;
        };
    }

    /** The lowest of the three: up to here no lane has anything left. */
    public long lowest() {
        return Math.min(high, Math.min(normal, low));
    }
}
