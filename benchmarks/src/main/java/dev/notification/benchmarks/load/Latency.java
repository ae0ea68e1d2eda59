package dev.notification.benchmarks.load;

import dev.notification.benchmarks.client.OpenLoop;
import dev.notification.benchmarks.client.Received;
import dev.notification.benchmarks.client.Subscribers;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.CpuTime;
import dev.notification.benchmarks.site.Site;
import dev.notification.benchmarks.site.Wait;

/**
 * From handing a record to Kafka to its frame in a client, at a fixed rate that waits for nobody: each latency counts from
 * when its record was due, so a stall counts for everything it delays.
 */
public final class Latency implements Benchmark {
    private static final int WARM_UP_SECONDS = Integer.getInteger("benchmark.warm-up", 60);
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
            Received received = subscribers.received();
            loop.send(rate, WARM_UP_SECONDS);
            received.measureFrom(System.nanoTime());
            CpuTime before = subscribers.cpuTime();
            loop.send(rate, SECONDS);
            CpuTime after = subscribers.cpuTime();
            boolean all = Wait.until(() -> received.count() >= loop.sent(), PATIENCE_SECONDS);
            if (all && ackMillis >= 0) Wait.until(subscribers::areSettled, ackMillis / 1_000 + PATIENCE_SECONDS);
            subscribers.check();
            String load = "%,d/s, %,d streams: ".formatted(rate, streams);
            report.latencies(load, received.micros(), goals);
            String frames = "%,d for %,d".formatted(received.count(), loop.sent());
            report.add(load + "frames received for records sent", frames, "the same");
            report.add(load + "of one processor", after.shares(before), "");
            if (ackMillis < 0) return;
            report.add(load + "acks", subscribers.ackCounts(), "");
            report.add(load + "left unsettled in the database", "%,d".formatted(site.unsettled()), "0");
        }
    }
}
