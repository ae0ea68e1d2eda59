package dev.notification.benchmarks.load;

import dev.notification.benchmarks.client.OpenLoop;
import dev.notification.benchmarks.client.Received;
import dev.notification.benchmarks.client.Subscribers;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.CpuTime;
import dev.notification.benchmarks.site.Site;
import dev.notification.benchmarks.site.Wait;
import java.sql.SQLException;
import org.HdrHistogram.Histogram;

/**
 * From handing a record to Kafka to its frame in a client, at a fixed rate that waits for nobody: each latency counts from
 * when its record was due, so a stall counts for everything it delays.
 */
public final class Latency implements Benchmark {
    /** Until then the JVM compiles, and takes a third of a processor for it. */
    private static final int WARM_UP_SECONDS = Integer.getInteger("benchmark.warm-up", 240);
    /** When it is measured for the first time, for what a process does soon after its start. */
    private static final int EARLY_SECONDS = Integer.getInteger("benchmark.early", 60);

    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 30);
    private static final long PATIENCE_SECONDS = 20;

    private final int streams;
    private final int rate;
    private final int ackMillis;
    private final String[] goals;

    /**
     * One benchmark.
     *
     * @param ackMillis how often each client acks what it received, negative when nobody acks
     * @param goals for the median and the 99th percentile
     */
    public Latency(int streams, int rate, int ackMillis, String... goals) {
        this.streams = Integer.getInteger("benchmark.streams", streams);
        this.rate = Integer.getInteger("benchmark.rate", rate);
        this.ackMillis = ackMillis;
        this.goals = goals;
    }

    @Override
    public void run(Site site, Report report) throws Exception {
        try (Subscribers subscribers = Subscribers.start(site, streams, ackMillis);
                OpenLoop loop = new OpenLoop(site, streams)) {
            subscribers.open();
            report.say("%,d streams are open".formatted(streams));
            String load = "%,d/s, %,d streams: ".formatted(rate, streams);
            Received received = subscribers.received();
            int left = WARM_UP_SECONDS;
            if (left >= EARLY_SECONDS + SECONDS) {
                early(subscribers, loop, report, load);
                left -= EARLY_SECONDS + SECONDS;
            }
            loop.send(rate, left);
            received.measureFrom(System.nanoTime());
            CpuTime before = subscribers.cpuTime();
            loop.send(rate, SECONDS);
            CpuTime after = subscribers.cpuTime();
            boolean all = Wait.until(() -> received.count() >= loop.sent(), PATIENCE_SECONDS);
            if (all && ackMillis >= 0) Wait.until(subscribers::areSettled, ackMillis / 1_000 + PATIENCE_SECONDS);
            subscribers.check();
            report.latencies(load, received.micros(), goals);
            String frames = "%,d for %,d".formatted(received.count(), loop.sent());
            report.add(load + "frames received for records sent", frames, "the same");
            report.add(load + "of one processor", after.shares(before), "");
            if (ackMillis < 0) return;
            report.add(load + "acks", subscribers.ackCounts(), "");
            report.add(load + "left unsettled in the database", "%,d".formatted(site.unsettled()), "0");
        }
    }

    /** A first look; what is late when its time ends is not in it. */
    private void early(Subscribers subscribers, OpenLoop loop, Report report, String load) throws SQLException {
        loop.send(rate, EARLY_SECONDS);
        subscribers.received().measureFrom(System.nanoTime());
        CpuTime before = subscribers.cpuTime();
        loop.send(rate, SECONDS);
        String shares = subscribers.cpuTime().shares(before);
        Histogram micros = subscribers.received().micros();
        String latencies =
                "%.1f, %.1f ms".formatted(micros.getValueAtPercentile(50) / 1e3, micros.getValueAtPercentile(99) / 1e3);
        report.add(load + "p50, p99 after %d s".formatted(EARLY_SECONDS), latencies, "");
        report.add(load + "of one processor after %d s".formatted(EARLY_SECONDS), shares, "");
    }
}
