package dev.notification.benchmarks.ledger;

import dev.notification.benchmarks.client.Frame;
import dev.notification.benchmarks.client.Notifications;
import dev.notification.benchmarks.client.Streams;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Sender;
import dev.notification.benchmarks.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What admins who look into a ledger of ten million deliveries do to the latency of streams, at the rate of {@link Latency}. */
public final class LedgerBesideStreams implements Benchmark {
    private static final int STREAMS = Integer.getInteger("benchmark.streams", 1_000);
    private static final int RATE = Integer.getInteger("benchmark.rate", 1_000);
    private static final int WARM_UP_SECONDS = Integer.getInteger("benchmark.warm-up", 45);
    private static final int PHASE_SECONDS = Integer.getInteger("benchmark.phase", 15);
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 4);
    private static final int LINGER_MILLIS = Integer.getInteger("benchmark.linger", 5);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Everything of one run that the clients' thread writes. */
    private static final class Counts {
        final Map<Phases.Kind, Histogram> micros = new EnumMap<>(Phases.Kind.class);
        final AtomicLong received = new AtomicLong();
        final Phases phases;

        Counts(Phases phases) {
            this.phases = phases;
            for (Phases.Kind kind : Phases.Kind.values()) {
                micros.put(kind, new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), 3));
            }
        }

        void received(Frame frame) {
            long now = System.nanoTime();
            long due = Notifications.sentNanos(frame.data());
            received.incrementAndGet();
            if (phases.measured(due)) of(phases.at(due)).recordValue(Math.max(0, (now - due) / 1_000));
        }

        Histogram of(Phases.Kind kind) {
            return Objects.requireNonNull(micros.get(kind));
        }
    }

    @Override
    public void run(Site empty, Report report) throws Exception {
        Site site = LedgerSeed.of(empty, report);
        Clock clock = Clock.systemUTC();
        Tokens tokens = new Tokens(site.bench().directory(), clock);
        List<String> all = IntStream.range(0, STREAMS)
                .mapToObj(client -> tokens.of(recipient(site, client)))
                .toList();
        Counts[] counts = new Counts[1];
        try (Deployable deployable =
                        Deployable.start(site, tokens, "--notification.stream.ack-wait=1h", LedgerSeed.KEEP);
                Streams streams = new Streams(deployable.port(), all, (client, frame) -> counts[0].received(frame))) {
            streams.open(STREAMS);
            long begin = System.nanoTime();
            Phases phases = new Phases(begin + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS), PHASE_SECONDS, ROUNDS);
            counts[0] = new Counts(phases);
            Instant now = clock.instant();
            List<Asked> asked = new LedgerQueries(LedgerSeed.shape(), now)
                    .all().stream().filter(Asked::promised).toList();
            LedgerLoad load = new LedgerLoad(new LedgerClient(deployable.port(), tokens), asked, phases);
            List<Future<?>> admins = load.start();
            long sent = send(site, begin, phases.end(), now.toEpochMilli() * 1_000);
            for (Future<?> admin : admins) admin.get();
            await(counts[0], sent);
            streams.check();
            report(report, counts[0], sent, load);
        }
    }

    /** Of this run, so that its stream begins with nothing. */
    private static String recipient(Site site, int client) {
        return site.name() + "-" + client;
    }

    /** @param first number of the first one: others of earlier runs are stored already */
    private static long send(Site site, long begin, long end, long first) {
        long sent = 0;
        try (Sender sender = site.sender(LINGER_MILLIS)) {
            for (long due = begin; due < end; due = begin + sent * 1_000_000_000 / RATE) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                String recipient = recipient(site, (int) (sent * 7919 % STREAMS));
                sender.send(Notifications.to(recipient, site.topic(), first + sent, due));
                sent++;
            }
            sender.flush();
        }
        return sent;
    }

    private static void await(Counts counts, long sent) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (counts.received.get() < sent && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static void report(Report report, Counts counts, long sent, LedgerLoad load) {
        double alone = p99(counts, Phases.Kind.ALONE);
        counts.micros.forEach((kind, micros) -> {
            String value = String.format(
                    Locale.ROOT,
                    "p50 %.1f ms, p99 %.1f ms (%+.0f %%)",
                    micros.getValueAtPercentile(50) / 1e3,
                    p99(counts, kind) / 1e3,
                    100 * (p99(counts, kind) / alone - 1));
            report.add(kind.label, value, kind == Phases.Kind.ALONE ? "" : "p99 ≤ 10 % more");
        });
        report.add(
                "frames received for records sent", "%,d for %,d".formatted(counts.received.get(), sent), "the same");
        report.add("admins meanwhile", load.counts(), "");
    }

    private static double p99(Counts counts, Phases.Kind kind) {
        return counts.of(kind).getValueAtPercentile(99);
    }
}
