package dev.notification.benchmarks.load;

import dev.notification.benchmarks.client.OpenLoop;
import dev.notification.benchmarks.client.ReturningClients;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import dev.notification.benchmarks.site.Wait;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.ProcessMemory;
import dev.notification.testbed.Tokens;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** All connections cut at once, each with something unacked: how long until everybody has all of it again, and what that costs. */
public final class Storm implements Benchmark {
    private static final int STREAMS = Integer.getInteger("benchmark.storm-streams", 10_000);
    private static final int UNACKED = 20;
    private static final long PATIENCE_SECONDS = 120;
    /** PostgreSQL's sessions hold their counts back for up to ten seconds. */
    private static final long COUNTED_NANOS = TimeUnit.SECONDS.toNanos(11);

    private static final String TRANSACTIONS = """
            select xact_commit + xact_rollback from pg_stat_database where datname = current_database()""";

    @Override
    public void run(Site site, Report report) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        List<String> all = IntStream.range(0, STREAMS)
                .parallel()
                .mapToObj(client -> tokens.of(OpenLoop.recipient(client)))
                .toList();
        site.createTopic();
        try (OpenLoop loop = new OpenLoop(site, STREAMS)) {
            loop.backlog(STREAMS * UNACKED);
        }
        // nobody acks, and nothing is to be repeated but for the storm
        try (Deployable deployable = Deployable.start(site, tokens, "--notification.stream.ack-wait=1h");
                ReturningClients clients = new ReturningClients(deployable.port(), all, UNACKED)) {
            Wait.forThat("all is stored", () -> site.stored() == (long) STREAMS * UNACKED, PATIENCE_SECONDS);
            clients.open();
            Wait.forThat("all are open", () -> clients.caughtUp() == STREAMS, PATIENCE_SECONDS);
            storm(site, report, deployable.memory(), clients);
        }
    }

    private static void storm(Site site, Report report, ProcessMemory memory, ReturningClients clients)
            throws Exception {
        LockSupport.parkNanos(COUNTED_NANOS);
        memory.forgetPeak();
        long resident = memory.resident();
        long transactions = site.number(TRANSACTIONS);
        long begin = System.nanoTime();
        clients.cut();
        Wait.forThat("all caught up again", () -> clients.caughtUp() == STREAMS, PATIENCE_SECONDS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        long more = memory.peak() - resident;
        LockSupport.parkNanos(COUNTED_NANOS);
        long asked = site.number(TRANSACTIONS) - transactions;
        String what = "%,d streams with %d unacked each: ".formatted(STREAMS, UNACKED);
        report.add(what + "all caught up after", "%.1f s".formatted(seconds), "≤ 15 s");
        report.add("transactions a connection", "%.2f (%,d)".formatted((double) asked / STREAMS, asked), "≤ 0.3");
        report.add("peak of resident memory, more than before", "%,d MB".formatted(more / 1024), "≤ 128 MB");
        report.add("ended otherwise and came back later", clients.reasons().toString(), "");
    }
}
