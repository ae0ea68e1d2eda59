package dev.notification.store.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.scheduling.TaskScheduler;

/**
 * Makes partitions ahead, drops those that retention is over for, and then sweeps the idempotency keys of their weeks and the
 * rejections that are as old.
 */
final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(1);
    /** Soon after the start, so that processes that are often replaced get to it as well, and not in the rush of it. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    /** Keys outlive their notification by the week that its partition may hold. */
    private static final Duration KEY_GRACE = Duration.ofDays(7);

    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);
    private static final int SWEEP_ROWS = 10_000;
    private static final String SWEEP = """
            delete from message_key where (hash, created_at) in (
              select hash, created_at from message_key where created_at < ? limit ?)
            """;
    private static final String SWEEP_REJECTIONS = """
            delete from rejection where id in (
              select id from rejection where rejected_at < ? order by rejected_at limit ?)
            """;

    private final DataSource dataSource;
    private final Partitions partitions;
    private final Duration retention;
    private final Clock clock;

    Retention(DataSource dataSource, Partitions partitions, Duration retention, Clock clock) {
        this.dataSource = dataSource;
        this.partitions = partitions;
        this.retention = retention;
        this.clock = clock;
    }

    void schedule(TaskScheduler scheduler) {
        partitions.makeAhead();
        var unused = scheduler.scheduleWithFixedDelay(this::run, clock.instant().plus(FIRST), EVERY);
    }

    /** One round; of several nodes one works, the others find the lock taken. A failure waits for the next round. */
    void run() {
        try (var connection = dataSource.getConnection()) {
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            if (!Boolean.TRUE.equals(jdbc.queryForObject(
                    "select pg_try_advisory_lock(hashtext('notification.retention'))", Boolean.class))) return;
            int networkTimeout = connection.getNetworkTimeout();
            try {
                // a detach waits for those who still read the partition
                connection.setNetworkTimeout(
                        Runnable::run, (int) STATEMENT_TIMEOUT.multipliedBy(2).toMillis());
                jdbc.execute("set statement_timeout = " + STATEMENT_TIMEOUT.toMillis());
                round(jdbc);
            } finally {
                jdbc.execute("reset statement_timeout");
                jdbc.queryForObject("select pg_advisory_unlock(hashtext('notification.retention'))", Boolean.class);
                connection.setNetworkTimeout(Runnable::run, networkTimeout);
            }
        } catch (Exception e) {
            log.warn("Retention failed, next try in {}: {}", EVERY, e.toString());
        }
    }

    private void round(JdbcTemplate jdbc) {
        Partitions own = partitions.on(jdbc);
        own.makeAhead();
        Instant horizon = clock.instant().minus(retention);
        own.dropBefore(horizon);
        int keys = sweep(jdbc, SWEEP, horizon.minus(KEY_GRACE));
        if (keys > 0) log.info("Retention: {} idempotency keys swept", keys);
        int rejections = sweep(jdbc, SWEEP_REJECTIONS, horizon);
        if (rejections > 0) log.info("Retention: {} rejections swept", rejections);
    }

    private static int sweep(JdbcTemplate jdbc, String sql, Instant before) {
        OffsetDateTime oldest = before.atOffset(ZoneOffset.UTC);
        int swept = 0;
        for (int rows = SWEEP_ROWS; rows == SWEEP_ROWS; swept += rows) rows = jdbc.update(sql, oldest, SWEEP_ROWS);
        return swept;
    }
}
