package dev.notification.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Ends the process at once when stopping in order takes long, so that Ctrl-C ends everything within ten seconds. Nothing is
 * lost by it: the next start recovers what was acknowledged, as after a kill.
 */
class StopLimit {
    private static final Logger log = LoggerFactory.getLogger(StopLimit.class);
    private static final Duration LIMIT = Duration.ofSeconds(7);

    private final LocalServers servers;
    private final AtomicBoolean running = new AtomicBoolean();

    StopLimit(LocalServers servers) {
        this.servers = servers;
    }

    /** Comes once for each context; the first starts the clock, on a daemon thread. */
    @EventListener(ContextClosedEvent.class)
    void begin() {
        if (running.getAndSet(true)) return;
        CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS).execute(this::end);
    }

    private void end() {
        log.warn("Stopping takes more than {} s: ending now, the next start recovers", LIMIT.toSeconds());
        try {
            servers.postgres().kill();
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
