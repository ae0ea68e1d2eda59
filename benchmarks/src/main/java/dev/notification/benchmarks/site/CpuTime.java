package dev.notification.benchmarks.site;

import dev.notification.testbed.Deployable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Processor time used so far, of servers that run on this machine, and of this process, which is all clients. Unlike rates it
 * says much the same when the machine is busy with something else.
 *
 * @param nanos when it was looked at, by {@link System#nanoTime}
 */
public record CpuTime(long nanos, Duration deployable, Duration postgres, Duration kafka, Duration clients) {

    public static CpuTime now(Site site, Deployable deployable, Connection connection) throws SQLException {
        Duration postgres = Duration.ZERO;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pid from pg_stat_activity")) {
            while (rows.next()) postgres = postgres.plus(of(rows.getLong(1)));
        }
        return new CpuTime(
                System.nanoTime(),
                of(deployable.pid()),
                postgres,
                of(site.bench().servers().kafkaPid()),
                of(ProcessHandle.current().pid()));
    }

    /** Of a process so far. */
    public static Duration of(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** What each took of one processor since then. */
    public String shares(CpuTime since) {
        double span = nanos - since.nanos;
        return "deployable %.0f %%, PostgreSQL %.0f %%, Kafka %.0f %%, clients %.0f %%"
                .formatted(
                        100 * deployable.minus(since.deployable).toNanos() / span,
                        100 * postgres.minus(since.postgres).toNanos() / span,
                        100 * kafka.minus(since.kafka).toNanos() / span,
                        100 * clients.minus(since.clients).toNanos() / span);
    }

    /** What each of so many notifications cost since then, clients not counted. */
    public String each(CpuTime since, long notifications) {
        double deployableMicros = micros(deployable.minus(since.deployable), notifications);
        double postgresMicros = micros(postgres.minus(since.postgres), notifications);
        double kafkaMicros = micros(kafka.minus(since.kafka), notifications);
        return "%.0f µs (deployable %.0f, PostgreSQL %.0f, Kafka %.0f)"
                .formatted(
                        deployableMicros + postgresMicros + kafkaMicros, deployableMicros, postgresMicros, kafkaMicros);
    }

    private static double micros(Duration duration, long notifications) {
        return duration.toNanos() / 1e3 / notifications;
    }
}
