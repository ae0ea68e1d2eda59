package dev.notification.stream.connection;

import dev.notification.store.Arrivals;
import dev.notification.stream.database.DatabaseExecutor;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Begins and ends what streams live on: arrivals, the sweep, the flush of sent marks. */
final class StreamLifecycle implements SmartLifecycle {
    private static final Duration FLUSH = Duration.ofMillis(500);
    /** Above the web server's graceful shutdown, which would wait for streams that nobody ends. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    private final Arrivals arrivals;
    private final Connections connections;
    private final SentMarks marks;
    private final Sweep sweep;
    private final DatabaseExecutor executor;
    private final Duration sweepEvery;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile @Nullable ScheduledExecutorService timer;

    StreamLifecycle(
            Arrivals arrivals,
            Connections connections,
            SentMarks marks,
            Sweep sweep,
            DatabaseExecutor executor,
            Duration sweepEvery) {
        this.arrivals = arrivals;
        this.connections = connections;
        this.marks = marks;
        this.sweep = sweep;
        this.executor = executor;
        this.sweepEvery = sweepEvery;
    }

    @Override
    public void start() {
        ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "stream-timer");
            thread.setDaemon(true);
            return thread;
        });
        arrivals.listen(connections);
        every(fresh, FLUSH, marks::flushSoon);
        every(fresh, sweepEvery, this::sweepSoon);
        timer = fresh;
    }

    private static void every(ScheduledExecutorService timer, Duration period, Runnable task) {
        var unused = timer.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweepSoon() {
        if (!sweeping.compareAndSet(false, true)) return;
        try {
            executor.execute(() -> {
                try {
                    sweep.run();
                } finally {
                    sweeping.set(false);
                }
            });
        } catch (RejectedExecutionException busy) {
            sweeping.set(false);
        }
    }

    @Override
    public void stop() {
        connections.drain();
        ScheduledExecutorService running = timer;
        timer = null;
        if (running != null) running.shutdownNow();
        marks.flushAll();
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
