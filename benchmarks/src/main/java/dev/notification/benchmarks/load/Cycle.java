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
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The highest rate at which publishing, storing, streaming and acking go on together: tried for a short time upwards, then held
 * for a minute. A rate is stable when nothing is left behind and 99 of 100 frames come in time.
 */
public final class Cycle implements Benchmark {
    private static final int CLIENTS = Integer.getInteger("benchmark.streams", 1_000);
    /** At the lowest rate: until then the JVM compiles, and takes a third of a processor for it. */
    private static final int WARM_UP_SECONDS = Integer.getInteger("benchmark.warm-up", 240);

    private static final int TRY_SECONDS = Integer.getInteger("benchmark.try", 10);
    private static final int HOLD_SECONDS = Integer.getInteger("benchmark.hold", 60);
    /** Of each rate: one may meet a checkpoint. */
    private static final int TRIES = 3;

    private static final int MAX_P99_MILLIS = 250;
    /** An ack may wait a second for its turn and is a request then. */
    private static final int CATCH_UP_SECONDS = 3;
    /** After a rate that was too high. */
    private static final int RECOVERY_SECONDS = 120;

    private final int ackMillis;
    private final int[] rates;
    private final String goal;

    /**
     * One benchmark.
     *
     * @param rates to try, rising, unless the property names others
     */
    public Cycle(int ackMillis, String goal, int... rates) {
        this.ackMillis = ackMillis;
        this.goal = goal;
        String chosen = System.getProperty("benchmark.rates");
        this.rates = chosen == null
                ? rates
                : Arrays.stream(chosen.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    @Override
    public void run(Site site, Report report) throws Exception {
        try (Subscribers subscribers = Subscribers.start(site, CLIENTS, ackMillis);
                OpenLoop loop = new OpenLoop(site, CLIENTS, OpenLoop.KAFKAS_LINGER)) {
            subscribers.open();
            loop.send(rates[0], WARM_UP_SECONDS);
            settle(subscribers, loop, RECOVERY_SECONDS);
            int highest = 0;
            int tries = 0;
            while (highest < rates.length && tries < TRIES) {
                boolean stable = isStable(subscribers, loop, report, rates[highest], TRY_SECONDS);
                tries = stable ? 0 : tries + 1;
                if (stable) highest++;
            }
            while (--highest >= 0 && !isStable(subscribers, loop, report, rates[highest], HOLD_SECONDS)) {}
            String rate = highest < 0 ? "none of " + Arrays.toString(rates) : "%,d/s".formatted(rates[highest]);
            report.add("highest rate that is stable for %d s".formatted(HOLD_SECONDS), rate, goal);
            if (highest >= 0) report.latencies("", subscribers.received().micros(), "", "< 250 ms");
            report.add(
                    "frames received for records sent",
                    "%,d for %,d".formatted(subscribers.received().count(), loop.sent()),
                    "the same");
            report.add("acks", subscribers.ackCounts(), "");
            report.add("left unsettled in the database", "%,d".formatted(site.unsettled()), "0");
        }
    }

    private static boolean isStable(Subscribers subscribers, OpenLoop loop, Report report, int rate, int seconds)
            throws SQLException {
        Received received = subscribers.received();
        received.measureFrom(System.nanoTime());
        CpuTime before = subscribers.cpuTime();
        loop.send(rate, seconds);
        String shares = subscribers.cpuTime().shares(before);
        boolean caughtUp = settle(subscribers, loop, CATCH_UP_SECONDS);
        long p99 = TimeUnit.MICROSECONDS.toMillis(received.micros().getValueAtPercentile(99));
        boolean stable = caughtUp && p99 < MAX_P99_MILLIS;
        report.say("%,d/s for %d s: p99 %,d ms, %s; of one processor %s"
                .formatted(rate, seconds, p99, caughtUp ? "nothing left behind" : "left something behind", shares));
        if (!caughtUp && !settle(subscribers, loop, RECOVERY_SECONDS)) {
            throw new IllegalStateException("Not even then was all received and acked: " + subscribers.ackCounts());
        }
        subscribers.check();
        return stable;
    }

    private static boolean settle(Subscribers subscribers, OpenLoop loop, int seconds) throws SQLException {
        return Wait.until(() -> subscribers.received().count() >= loop.sent() && subscribers.areSettled(), seconds);
    }
}
