package dev.notification.stream.database;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats calls to the store, each on a database thread and never twice at once. What fails, or finds too much waiting, is
 * made up for by its next turn. Safe for all threads.
 */
public final class DatabaseTimer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DatabaseTimer.class);

    private final DatabaseExecutor executor;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "database-timer");
        thread.setDaemon(true);
        return thread;
    });

    public DatabaseTimer(DatabaseExecutor executor) {
        this.executor = executor;
    }

    /**
     * Repeats a blocking call until this is closed, for the first time after one period.
     *
     * @param what for the log: "Cannot …"
     */
    public void every(Duration period, String what, Runnable call) {
        AtomicBoolean running = new AtomicBoolean();
        var unused = timer.scheduleWithFixedDelay(
                () -> {
                    if (running.compareAndSet(false, true)) offer(running, what, call);
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void offer(AtomicBoolean running, String what, Runnable call) {
        try {
            executor.execute(() -> {
                try {
                    call.run();
                } catch (RuntimeException e) {
                    log.warn("Cannot {}, trying again: {}", what, e.getMessage());
                } finally {
                    running.set(false);
                }
            });
        } catch (RejectedExecutionException busy) {
            running.set(false);
        }
    }

    /** Begins no more calls. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
