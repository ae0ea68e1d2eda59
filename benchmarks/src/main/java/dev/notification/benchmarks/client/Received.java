package dev.notification.benchmarks.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What clients received, and how long after it was due: the clients' thread writes, others read. */
public final class Received {
    private final AtomicLong count = new AtomicLong();
    private volatile Histogram micros = empty();
    private volatile long firstNanos;
    private volatile long measuredFrom = Long.MAX_VALUE;

    void add(Frame frame) {
        long now = System.nanoTime();
        long due = Notifications.sentNanos(frame.data());
        if (count.getAndIncrement() == 0) firstNanos = now;
        if (due >= measuredFrom) micros.recordValue(Math.max(0, (now - due) / 1_000));
    }

    /** Forgets latencies, and keeps those of what is due from then on. */
    public void measureFrom(long nanos) {
        measuredFrom = nanos;
        micros = empty();
    }

    public long count() {
        return count.get();
    }

    /** When the first one came. */
    public long firstNanos() {
        return firstNanos;
    }

    public Histogram micros() {
        return micros;
    }

    private static Histogram empty() {
        return new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), 3);
    }
}
