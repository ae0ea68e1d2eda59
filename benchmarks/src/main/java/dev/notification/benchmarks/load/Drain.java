package dev.notification.benchmarks.load;

import dev.notification.benchmarks.client.Notifications;
import dev.notification.benchmarks.report.Benchmark;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.CpuTime;
import dev.notification.benchmarks.site.Sender;
import dev.notification.benchmarks.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How fast a backlog in Kafka is committed in PostgreSQL, by a process that has just started, and how fast the database would take
 * the same.
 */
public final class Drain implements Benchmark {
    private static final int RECORDS = Integer.getInteger("benchmark.records", 500_000);
    private static final int RECIPIENTS = Integer.getInteger("benchmark.recipients", 100_000);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private record Point(long nanos, long stored) {
        double rateTo(Point later) {
            return (later.stored - stored) * 1e9 / (later.nanos - nanos);
        }
    }

    @Override
    public void run(Site site, Report report) throws Exception {
        site.createTopic();
        fill(site);
        report.say("%,d records of %,d recipients are in Kafka".formatted(RECORDS, RECIPIENTS));
        double rate = drain(site, report);
        DrainLimit limit = new DrainLimit(site, RECORDS, number -> record(site, number));
        double best = 0;
        for (int connections : new int[] {1, 2, 4}) {
            double bare = limit.rate(connections);
            report.add("limit, %d connections".formatted(connections), "%,.0f/s".formatted(bare), "");
            best = Math.max(best, bare);
        }
        report.add("stored, all, of the limit", "%.0f %%".formatted(100 * rate / best), "≥ 50 %");
    }

    /** Notifications a second. */
    private static double drain(Site site, Report report) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        try (Deployable deployable = Deployable.start(site, tokens);
                Connection connection = site.connect()) {
            Point first = await(connection, deployable, 1);
            CpuTime firstCpu = CpuTime.now(site, deployable, connection);
            Point half = await(connection, deployable, RECORDS / 2);
            CpuTime halfCpu = CpuTime.now(site, deployable, connection);
            Point last = await(connection, deployable, RECORDS);
            CpuTime lastCpu = CpuTime.now(site, deployable, connection);
            check(connection);
            report.add("stored, all, cold JVM", "%,.0f/s".formatted(first.rateTo(last)), "≥ 25,000/s");
            report.add("stored, second half", "%,.0f/s".formatted(half.rateTo(last)), "");
            report.add("processor time each, all", lastCpu.each(firstCpu, last.stored - first.stored), "");
            report.add("processor time each, second half", lastCpu.each(halfCpu, last.stored - half.stored), "");
            return first.rateTo(last);
        }
    }

    private static void fill(Site site) {
        try (Sender sender = site.sender(20)) {
            for (int i = 0; i < RECORDS; i++) sender.send(record(site, i));
            sender.flush();
        }
    }

    /** Recipients as if at random, and the same each time. */
    private static ProducerRecord<byte[], byte[]> record(Site site, int number) {
        int recipient = new SplittableRandom(number).nextInt(RECIPIENTS);
        return Notifications.to("recipient-" + recipient, site.topic(), number, number);
    }

    /** The first look at which at least so many were committed. */
    private static Point await(Connection connection, Deployable deployable, long stored) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try (PreparedStatement statement =
                connection.prepareStatement("select coalesce(sum(next_offset), 0) from kafka_offset")) {
            while (System.nanoTime() < deadline && deployable.isAlive()) {
                Point now = new Point(System.nanoTime(), number(statement));
                if (now.stored >= stored) return now;
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        throw new IllegalStateException("Not even " + stored + " records were stored");
    }

    /** That what was drained is there. */
    private static void check(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select count(*) from delivery")) {
            long deliveries = number(statement);
            if (deliveries != RECORDS) throw new IllegalStateException(deliveries + " deliveries are stored");
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
