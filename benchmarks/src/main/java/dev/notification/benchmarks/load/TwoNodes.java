package dev.notification.benchmarks.load;

import dev.notification.benchmarks.client.OpenLoop;
import dev.notification.benchmarks.client.Received;
import dev.notification.benchmarks.client.Subscribers;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.CpuTime;
import dev.notification.benchmarks.site.Site;
import dev.notification.benchmarks.site.Wait;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Deployment;
import dev.notification.testbed.Program;
import dev.notification.testbed.Tokens;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What a second stream node costs, and what a second ingest process brings where all of them share one machine. */
public final class TwoNodes implements Benchmark {
    private static final int STREAMS = Integer.getInteger("benchmark.streams", 1_000);
    private static final int RATE = Integer.getInteger("benchmark.rate", 1_000);
    private static final int WARM_UP_SECONDS = Integer.getInteger("benchmark.warm-up", 60);
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 30);
    private static final int RECORDS = Integer.getInteger("benchmark.records", 300_000);
    private static final int RECIPIENTS = 100_000;
    private static final long PATIENCE_SECONDS = 120;

    /** Another process of the same site. */
    private record Second(Site site) implements Deployment {
        @Override
        public String name() {
            return site.name() + "_second";
        }

        @Override
        public Path directory() {
            return site.directory();
        }

        @Override
        public Program program() {
            return site.program();
        }

        @Override
        public List<String> arguments() {
            return site.arguments();
        }
    }

    @Override
    public void run(Site site, Report report) throws Exception {
        streams(site, report);
        double one = ingest(site.bench().site("one_ingest"), false);
        double two = ingest(site.bench().site("two_ingests"), true);
        report.add("stored by one ingest process", "%,.0f/s".formatted(one), "");
        report.add("stored by two", "%,.0f/s, %.2f times".formatted(two, two / one), "");
    }

    /** The second has no streams, and reads all arrivals. */
    private static void streams(Site site, Report report) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        try (Subscribers subscribers = Subscribers.start(site, STREAMS, -1);
                OpenLoop loop = new OpenLoop(site, STREAMS)) {
            subscribers.open();
            loop.send(RATE, WARM_UP_SECONDS);
            measure(report, "one stream node, ", subscribers, loop);
            try (Deployable second =
                    Deployable.start(new Second(site), tokens, "--notification.ingest.enabled=false")) {
                loop.send(RATE, WARM_UP_SECONDS);
                Duration before = CpuTime.of(second.pid());
                measure(report, "two, one without streams, ", subscribers, loop);
                double busy = (double) CpuTime.of(second.pid()).minus(before).toMillis() / SECONDS / 10;
                report.add("processor time of the one without streams", "%.1f %% of one".formatted(busy), "");
            }
            subscribers.check();
        }
    }

    private static void measure(Report report, String what, Subscribers subscribers, OpenLoop loop) throws Exception {
        Received received = subscribers.received();
        received.measureFrom(System.nanoTime());
        loop.send(RATE, SECONDS);
        Wait.until(() -> received.count() >= loop.sent(), PATIENCE_SECONDS);
        report.latencies(what + "%,d/s, %,d streams: ".formatted(RATE, STREAMS), received.micros());
    }

    /** Notifications a second, by processes that stored as many before. */
    private static double ingest(Site site, boolean both) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        site.createTopic();
        try (Deployable first = Deployable.start(site, tokens);
                OpenLoop loop = new OpenLoop(site, RECIPIENTS)) {
            if (!both) return rate(site, loop, first);
            try (Deployable second =
                    Deployable.start(new Second(site), tokens, "--notification.ingest.instance-id=second")) {
                return rate(site, loop, second);
            }
        }
    }

    private static double rate(Site site, OpenLoop loop, Deployable last) throws Exception {
        loop.backlog(RECORDS);
        Wait.forThat("all is stored", () -> site.stored() == loop.sent(), PATIENCE_SECONDS);
        long begin = System.nanoTime();
        loop.backlog(RECORDS);
        Wait.forThat("all is stored", () -> site.stored() == loop.sent(), PATIENCE_SECONDS);
        if (!last.isAlive()) throw new IllegalStateException("it ended meanwhile");
        return RECORDS * 1e9 / (System.nanoTime() - begin);
    }
}
