package dev.notification.benchmarks;

import dev.notification.testbed.Deployable;
import dev.notification.testbed.Tokens;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * From handing a record to Kafka to its frame in a client, at a fixed rate that waits for nobody: each latency counts from
 * when its record was due, so a stall counts for everything it delays.
 */
final class Latency implements Benchmark {
    private static final int STREAMS = Integer.getInteger("benchmark.streams", 1_000);
    private static final int RATE = Integer.getInteger("benchmark.rate", 1_000);
    private static final int WARM_UP_SECONDS = Integer.getInteger("benchmark.warm-up", 60);
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 30);
    /** Kafka's own default, which the publisher of business services leaves as it is. */
    private static final int LINGER_MILLIS = Integer.getInteger("benchmark.linger", 5);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final boolean acked;

    /** @param acked whether clients ack, each once a second, as fast as they are answered */
    Latency(boolean acked) {
        this.acked = acked;
    }

    /** Everything of one run that the clients' thread writes. */
    private static final class Counts {
        final Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), 3);
        final AtomicLong received = new AtomicLong();
        volatile long measuredFrom = Long.MAX_VALUE;

        void received(Frame frame) {
            long now = System.nanoTime();
            long due = Notifications.sentNanos(frame.data());
            received.incrementAndGet();
            if (due >= measuredFrom) micros.recordValue(Math.max(0, (now - due) / 1_000));
        }
    }

    @Override
    public void run(Site site, Report report) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        List<String> all = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) all.add(tokens.of(recipient(i)));
        Counts counts = new Counts();
        Acks[] acks = new Acks[1];
        // what nobody acks is not to be repeated meanwhile
        String ackWait = "--notification.stream.ack-wait=" + (acked ? "30s" : "1h");
        try (Deployable deployable = Deployable.start(site, tokens, ackWait);
                Streams streams = new Streams(deployable.port(), all, (client, frame) -> {
                    counts.received(frame);
                    if (acks[0] != null) acks[0].received(client, frame.seq());
                })) {
            streams.open(STREAMS);
            report.say("%,d streams are open".formatted(STREAMS));
            if (acked) acks[0] = Acks.start(streams.loops(), deployable.port(), all);
            long sent = send(site, counts);
            await(counts, sent);
            streams.check();
            report(report, counts, sent, acks[0]);
        }
    }

    private static String recipient(int client) {
        return "recipient-" + client;
    }

    /** Sends at the rate, and begins to measure after the warm-up. */
    private static long send(Site site, Counts counts) {
        long records = (long) RATE * (WARM_UP_SECONDS + SECONDS);
        try (KafkaProducer<byte[], byte[]> producer = site.producer(LINGER_MILLIS)) {
            producer.partitionsFor(site.topic());
            long begin = System.nanoTime();
            counts.measuredFrom = begin + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
            for (long i = 0; i < records; i++) {
                long due = begin + i * 1_000_000_000 / RATE;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                // neighbours in time are far apart in number
                String recipient = recipient((int) (i * 7919 % STREAMS));
                var unused = producer.send(Notifications.to(recipient, site.topic(), i, due));
            }
        }
        return records;
    }

    private static void await(Counts counts, long sent) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (counts.received.get() < sent && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static void report(Report report, Counts counts, long sent, Acks acks) {
        Histogram micros = counts.micros;
        report.add("p50", millis(micros.getValueAtPercentile(50)), "≤ 10 ms");
        report.add("p90", millis(micros.getValueAtPercentile(90)), "");
        report.add("p99", millis(micros.getValueAtPercentile(99)), "≤ 50 ms");
        report.add("p99.9", millis(micros.getValueAtPercentile(99.9)), "");
        report.add("max", millis(micros.getMaxValue()), "");
        report.add(
                "frames received for records sent", "%,d for %,d".formatted(counts.received.get(), sent), "the same");
        if (acks != null) report.add("acks", acks.counts(), "");
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }
}
