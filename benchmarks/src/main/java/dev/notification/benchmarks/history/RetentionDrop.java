package dev.notification.benchmarks.history;

import dev.notification.benchmarks.client.OpenLoop;
import dev.notification.benchmarks.client.Received;
import dev.notification.benchmarks.client.Subscribers;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import java.util.concurrent.TimeUnit;

/** Streams while retention drops weeks of ten million deliveries and sweeps their keys. */
public final class RetentionDrop implements Benchmark {
    private static final long DELIVERIES = Long.getLong("benchmark.deliveries", 10_000_000);
    private static final int STREAMS = Integer.getInteger("benchmark.streams", 1_000);
    private static final int RATE = Integer.getInteger("benchmark.rate", 1_000);
    private static final int CALM_SECONDS = 15;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    /** It looks a minute after its start: by then the JVM has come to rest a little. */
    private static final int WARM_UP_SECONDS = 25;

    private static final String PARTITIONS =
            "select count(*) from pg_inherits where inhparent in ('delivery'::regclass, 'notification'::regclass)";
    private static final String KEYS = "select count(*) from message_key";

    @Override
    public void run(Site keeper, Report report) throws Exception {
        try (SeededCopy copy = SeededCopy.of(keeper, report, DELIVERIES)) {
            Site site = copy.site();
            site.createTopic();
            long keys = site.number(KEYS);
            long partitions = site.number(PARTITIONS);
            try (Subscribers subscribers = Subscribers.start(site, STREAMS, -1, "--notification.retention=15d");
                    OpenLoop loop = new OpenLoop(site, STREAMS)) {
                subscribers.open();
                loop.send(RATE, WARM_UP_SECONDS);
                Received received = subscribers.received();
                received.measureFrom(System.nanoTime());
                loop.send(RATE, CALM_SECONDS);
                if (site.number(PARTITIONS) < partitions) throw new IllegalStateException("retention was too early");
                report.latencies("%,d/s before, ".formatted(RATE), received.micros());
                long deadline = System.nanoTime() + PATIENCE_NANOS;
                do {
                    received.measureFrom(System.nanoTime());
                    loop.send(RATE, CALM_SECONDS);
                } while (site.number(PARTITIONS) >= partitions && System.nanoTime() < deadline);
                report.latencies("%,d/s in the 15 s in which it drops, ".formatted(RATE), received.micros());
                long dropped = partitions - site.number(PARTITIONS);
                if (dropped <= 0) throw new IllegalStateException("retention dropped nothing");
                received.measureFrom(System.nanoTime());
                loop.send(RATE, CALM_SECONDS);
                report.latencies("%,d/s in the 15 s after, ".formatted(RATE), received.micros());
                subscribers.check();
                report.add("partitions dropped", "%,d of %,d".formatted(dropped, partitions), "");
                report.add("keys swept so far", "%,d".formatted(keys + loop.sent() - site.number(KEYS)), "");
            }
        }
    }
}
