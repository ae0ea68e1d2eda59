package dev.notification.reliability.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How long notifications take from their producer to the first frame. */
public final class Delays {
    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private final AtomicLong longest = new AtomicLong();

    void produced(String key) {
        begun.put(key, System.nanoTime());
    }

    void framed(String key) {
        Long since = begun.remove(key);
        if (since != null) longest.accumulateAndGet(System.nanoTime() - since, Math::max);
    }

    /** From now on only what is produced from now on counts. */
    public void restart() {
        begun.clear();
        longest.set(0);
    }

    /** Of what was framed, or still waits for it. */
    public Duration longest() {
        long now = System.nanoTime();
        long waiting =
                begun.values().stream().mapToLong(since -> now - since).max().orElse(0);
        return Duration.ofNanos(Math.max(longest.get(), waiting));
    }
}
