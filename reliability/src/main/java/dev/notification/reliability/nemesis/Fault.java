package dev.notification.reliability.nemesis;

import java.util.function.LongSupplier;

/** Something that was done to a site. It lasts until it is ended; what cannot last is over from the beginning. */
public final class Fault implements AutoCloseable {
    private final String name;
    private final String counted;
    private final Runnable end;
    private final LongSupplier count;
    private boolean over;
    private long happened;

    /**
     * A fault that has just begun.
     *
     * @param name what was done, to whom
     * @param counted what its number counts
     * @param count how often it happened so far; 0 when it hurt nothing
     * @param end takes it away
     */
    Fault(String name, String counted, LongSupplier count, Runnable end) {
        this.name = name;
        this.counted = counted;
        this.count = count;
        this.end = end;
    }

    /** One that is over as soon as it began. */
    static Fault moment(String name, String counted, long happened) {
        Fault fault = new Fault(name, counted, () -> happened, () -> {});
        fault.end();
        return fault;
    }

    /** Takes it away; harmless the second time. */
    public void end() {
        if (over) return;
        happened = count.getAsLong();
        over = true;
        end.run();
    }

    /** How often it happened, counted until now or until it ended. */
    public long happened() {
        return over ? happened : count.getAsLong();
    }

    /** What its number counts. */
    public String counted() {
        return counted;
    }

    /** What was done, to whom. */
    public String name() {
        return name;
    }

    /** As {@link #end()}. */
    @Override
    public void close() {
        end();
    }

    @Override
    public String toString() {
        return "%s: %,d %s".formatted(name, happened(), counted);
    }
}
