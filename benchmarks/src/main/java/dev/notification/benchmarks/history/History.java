package dev.notification.benchmarks.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.benchmarks.client.Frame;
import dev.notification.benchmarks.client.OpenLoop;
import dev.notification.benchmarks.ledger.LedgerClient;
import dev.notification.benchmarks.ledger.LedgerSeed;
import dev.notification.benchmarks.ledger.LedgerShape;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import dev.notification.benchmarks.site.Wait;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What has been stored for weeks, and how it slows down connecting, acking and storing: the same with each size. */
public final class History implements Benchmark {
    private static final long[] SIZES = Arrays.stream(
                    System.getProperty("benchmark.histories", "100000,1000000,10000000")
                            .split(","))
            .mapToLong(Long::parseLong)
            .toArray();
    private static final int ASKED = Integer.getInteger("benchmark.requests", 500);
    private static final int RECORDS = Integer.getInteger("benchmark.records", 100_000);
    private static final int RECIPIENTS = 10_000;
    private static final long PATIENCE_SECONDS = 300;
    /** Nobody connects as often as somebody does here. */
    private static final String[] OFTEN = {
        LedgerSeed.KEEP, "--notification.stream.reconnect-burst=10000", "--notification.acks.burst=10000"
    };

    /** Of one size. */
    private record Measured(double connect, double ack, double stored) {}

    @Override
    public void run(Site site, Report report) throws Exception {
        Measured smallest = null;
        for (long size : SIZES) {
            Measured now;
            try (SeededCopy copy = SeededCopy.of(site, report, size)) {
                now = measure(copy.site(), new LedgerShape(size), report);
            }
            if (smallest == null) smallest = now;
            else compare(report, size, smallest, now);
        }
    }

    private static void compare(Report report, long size, Measured smallest, Measured now) {
        String with = "%,d : %,d, ".formatted(size, SIZES[0]);
        report.add(with + "first frame, p50", ratio(now.connect / smallest.connect), "≤ 1.5");
        report.add(with + "ack, p50", ratio(now.ack / smallest.ack), "≤ 1.5");
        report.add(with + "time to store the same", ratio(smallest.stored / now.stored), "≤ 2");
    }

    private static String ratio(double times) {
        return "%.2f times".formatted(times);
    }

    private static Measured measure(Site site, LedgerShape shape, Report report) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        String with = "%,d deliveries: ".formatted(shape.deliveries());
        Histogram connect = new Histogram(3);
        Histogram ack = new Histogram(3);
        site.createTopic();
        try (Deployable deployable = Deployable.start(site, tokens, OFTEN)) {
            LedgerClient client = new LedgerClient(deployable.port(), tokens);
            ask(client, shape, new Histogram(3), new Histogram(3));
            ask(client, shape, connect, ack);
        }
        report.latencies(with + "connecting until the first frame, ", connect, "");
        report.latencies(with + "ack, ", ack, "");
        try (OpenLoop loop = new OpenLoop(site, RECIPIENTS)) {
            loop.backlog(RECORDS);
        }
        try (Deployable deployable = Deployable.start(site, tokens, LedgerSeed.KEEP)) {
            double rate = storing(site);
            report.add(with + "%,d more stored by %s".formatted(RECORDS, "a cold JVM"), "%,.0f/s".formatted(rate), "");
            if (!deployable.isAlive()) throw new IllegalStateException("it ended meanwhile");
            return new Measured(connect.getValueAtPercentile(50), ack.getValueAtPercentile(50), rate);
        }
    }

    private static void ask(LedgerClient client, LedgerShape shape, Histogram connect, Histogram ack)
            throws IOException, InterruptedException {
        Random random = new Random(7);
        for (int i = 0; i < ASKED; i++) {
            String recipient = shape.recipient(random);
            long begin = System.nanoTime();
            long seq = first(client, recipient);
            long framed = System.nanoTime();
            connect.recordValue(TimeUnit.NANOSECONDS.toMicros(framed - begin));
            client.ack(recipient, seq);
            ack.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - framed));
        }
    }

    /** The sequence of what a new stream begins with, or 1 when nothing waits. */
    private static long first(LedgerClient client, String recipient) throws IOException, InterruptedException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(client.stream(recipient), UTF_8))) {
            StringBuilder block = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    block.append(line).append('\n');
                    continue;
                }
                Frame frame = Frame.of(block.toString());
                block.setLength(0);
                if (frame.isNotification()) return frame.seq();
                if (frame.event().equals("stream.caught-up")) return 1;
            }
        }
        throw new IOException("the stream of " + recipient + " ended");
    }

    /** Notifications a second. */
    private static double storing(Site site) throws Exception {
        Wait.forThat("the first are stored", () -> site.stored() > 0, PATIENCE_SECONDS);
        long begin = System.nanoTime();
        long had = site.stored();
        Wait.forThat("all are stored", () -> site.stored() == RECORDS, PATIENCE_SECONDS);
        return (RECORDS - had) * 1e9 / (System.nanoTime() - begin);
    }
}
