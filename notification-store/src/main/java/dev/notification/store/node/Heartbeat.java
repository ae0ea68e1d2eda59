package dev.notification.store.node;

import dev.notification.store.Node;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes this process's row of {@code node_heartbeat}, on a thread of its own, and takes it away at the end. */
final class Heartbeat implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    /**
     * Who beats forgets the dead; rows that another process forgets at the same time are left to it, so nobody waits. The time
     * of the first beat is sent back ever after: the row may have been forgotten meanwhile.
     */
    private static final String BEAT = """
            with dead as (
              select instance from node_heartbeat
              where seen_at < now() - interval '1 minute' and instance <> ? for update skip locked),
            forgotten as (delete from node_heartbeat h using dead d where h.instance = d.instance)
            insert into node_heartbeat as h (instance, node_id, started_at, seen_at, figures)
            values (?, ?, coalesce(?::timestamptz, now()), now(), ?::jsonb)
            on conflict (instance) do update set seen_at = excluded.seen_at, figures = excluded.figures
            returning h.started_at
            """;

    private static final String END = "delete from node_heartbeat where instance = ?";

    /** For the last statement, which nobody misses: the row is forgotten anyway. */
    private static final long STOP_SECONDS = 5;

    private final JdbcTemplate jdbc;
    private final Node node;
    private final NodeNumber number;
    private final Supplier<String> figures;
    private final Duration period;
    private @Nullable OffsetDateTime startedAt;
    private boolean failing;
    private volatile @Nullable ScheduledExecutorService timer;

    /** @param figures what to write, as JSON */
    Heartbeat(JdbcTemplate jdbc, Node node, NodeNumber number, Supplier<String> figures, Duration period) {
        this.jdbc = jdbc;
        this.node = node;
        this.number = number;
        this.figures = figures;
        this.period = period;
    }

    @Override
    public void start() {
        ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        var unused = fresh.scheduleWithFixedDelay(this::beat, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        timer = fresh;
    }

    private void beat() {
        try {
            startedAt = jdbc.queryForObject(
                    BEAT,
                    OffsetDateTime.class,
                    node.instance(),
                    node.instance(),
                    number.get(),
                    startedAt,
                    figures.get());
            if (failing) log.info("Heartbeats of node {} are written again", node.name());
            failing = false;
        } catch (RuntimeException e) {
            // one that got out would end the timer
            if (!failing) log.warn("Heartbeats of node {} cannot be written: {}", node.name(), e.getMessage());
            failing = true;
        }
    }

    private void end() {
        try {
            jdbc.update(END, node.instance());
        } catch (DataAccessException e) {
            log.debug("The last heartbeat of node {} is left to be forgotten", node.name(), e);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = timer;
        if (running == null) return;
        timer = null;
        // behind the beat under way, which would write the row again
        running.execute(this::end);
        running.shutdown();
        try {
            if (!running.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) running.shutdownNow();
        } catch (InterruptedException e) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /** Ends after the streams and the requests, and before arrivals: nobody waits for a node that cannot hear the question. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1536;
    }
}
