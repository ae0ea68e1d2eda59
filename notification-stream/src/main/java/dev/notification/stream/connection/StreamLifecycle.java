package dev.notification.stream.connection;

import dev.notification.store.Arrivals;
import dev.notification.store.Inbox;
import dev.notification.stream.database.DatabaseExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Begins and ends what streams live on: arrivals, the sweep, the flush of sent marks. */
final class StreamLifecycle implements SmartLifecycle {
    /** A mark is written 0.75 to 0.9 s after its frame, and the contract has it durable after a second. */
    private static final Duration TURN = Duration.ofMillis(150);

    private static final Duration LOOK = Duration.ofMillis(50);
    /** After the last stream was told to end: its sent marks are written, and its client takes the end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    /** Above the web server's graceful shutdown, which would wait for streams that nobody ends. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    private final Arrivals arrivals;
    private final Connections connections;
    private final SentMarks marks;
    private final Sweep sweep;
    private final DatabaseExecutor executor;
    private final StreamProperties properties;
    private final Clock clock;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile @Nullable ScheduledExecutorService timer;

    StreamLifecycle(
            Arrivals arrivals,
            Connections connections,
            SentMarks marks,
            DatabaseExecutor executor,
            Inbox inbox,
            StreamProperties properties,
            Clock clock) {
        this.arrivals = arrivals;
        this.connections = connections;
        this.marks = marks;
        this.sweep = new Sweep(inbox, connections);
        this.executor = executor;
        this.properties = properties;
        this.clock = clock;
    }

    /** Refuses settings with which the process would be gone before its streams are. */
    static void requireTimeFor(Duration drain, Duration longestStop) {
        if (drain.plus(LAST_WORDS).compareTo(longestStop) > 0) {
            throw new IllegalStateException("notification.stream.drain is " + drain.toSeconds()
                    + " s, but spring.lifecycle.timeout-per-shutdown-phase lets it take only "
                    + longestStop.minus(LAST_WORDS).toSeconds() + " s: shorten the one or lengthen the other");
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "stream-timer");
            thread.setDaemon(true);
            return thread;
        });
        arrivals.listen(connections);
        every(fresh, TURN, marks::turn);
        every(fresh, properties.sweep(), this::sweepSoon);
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

    /** Streams end one after the other; what they live on goes on until the last is gone. */
    @Override
    public void stop(Runnable stopped) {
        ScheduledExecutorService running = timer;
        if (running == null) {
            stopped.run();
            return;
        }
        Moment now = Moment.now(clock);
        connections.drain(now, properties.drain());
        long deadline = now.in(properties.drain().plus(LAST_WORDS));
        every(running, LOOK, () -> {
            if (connections.count() > 0 && !Moment.now(clock).reached(deadline)) return;
            timer = null;
            running.shutdown();
            marks.flushAll();
            stopped.run();
        });
    }

    @Override
    public void stop() {
        CountDownLatch stopped = new CountDownLatch(1);
        stop(stopped::countDown);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
