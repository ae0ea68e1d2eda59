package dev.notification.stream.canary;

import dev.notification.stream.connection.LoopbackStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Lets the canary beat from when everything else has started until anything stops. */
final class CanaryLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(CanaryLifecycle.class);

    private final Canary canary;
    private final LoopbackStream stream;
    private final Duration interval;
    private volatile @Nullable ScheduledExecutorService timer;

    CanaryLifecycle(Canary canary, LoopbackStream stream, Duration interval) {
        this.canary = canary;
        this.stream = stream;
        this.interval = interval;
    }

    @Override
    public void start() {
        ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "canary");
            thread.setDaemon(true);
            return thread;
        });
        var unused = fresh.scheduleWithFixedDelay(this::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        timer = fresh;
    }

    private void beat() {
        try {
            canary.beat();
        } catch (RuntimeException e) {
            log.warn("The canary failed, trying again: {}", e.getMessage());
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService beating = timer;
        timer = null;
        if (beating == null) return;
        // the stream is the timer's until here
        beating.shutdownNow();
        try {
            if (!beating.awaitTermination(1, TimeUnit.SECONDS)) log.debug("A canary is still being sent");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stream.close();
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }
}
