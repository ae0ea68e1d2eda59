package dev.notification.stream.connection;

import java.util.concurrent.atomic.AtomicLong;

/** How far a stream knows its inbox to reach, from arrivals and from the sweep. Safe for all threads but {@link #tick}. */
final class KnownHead {
    private final AtomicLong head = new AtomicLong();
    private volatile long swept;
    private long sweptBefore;

    long get() {
        return head.get();
    }

    /** The inbox reaches at least this far; whether that is news. */
    boolean reaches(long seq) {
        return head.getAndAccumulate(seq, Math::max) < seq;
    }

    /**
     * The store says that the inbox reaches this far. Its arrival is most likely on its way and costs less than a read, so it
     * has a whole tick to come.
     */
    void swept(long seq) {
        swept = seq;
    }

    /** Whether what the store said a whole tick ago is news still. By one thread. */
    boolean tick() {
        long now = swept;
        boolean waited = now == sweptBefore;
        sweptBefore = now;
        return waited && reaches(now);
    }

    /** The store was set back. */
    void forget() {
        head.set(0);
        swept = 0;
    }
}
