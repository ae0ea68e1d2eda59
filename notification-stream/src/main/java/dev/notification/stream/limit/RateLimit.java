package dev.notification.stream.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** So many requests per second for each recipient on this node. Safe for all threads, never blocks. */
public final class RateLimit {
    private static final int MAX_RECIPIENTS = 100_000;

    private final int rate;
    private final int burst;
    private final Cache<String, Bucket> buckets;

    /**
     * A limit of its own.
     *
     * @param rate requests per second
     * @param burst requests at once after a pause
     */
    public RateLimit(int rate, int burst) {
        this.rate = rate;
        this.burst = burst;
        // a bucket untouched for that long is full again, and as good as none
        Duration full = Duration.ofSeconds(1 + burst / rate);
        buckets = Caffeine.newBuilder()
                .maximumSize(MAX_RECIPIENTS)
                .expireAfterAccess(full)
                .build();
    }

    /** Counts a request; whether it may be. */
    public boolean tryTake(String recipient) {
        return bucket(recipient).tryConsume(1);
    }

    /** Takes back that a request was counted. */
    public void giveBack(String recipient) {
        bucket(recipient).addTokens(1);
    }

    /** Counts a request; throws {@code too-many-requests} when it is one too many. */
    public void take(String recipient) {
        ConsumptionProbe probe = bucket(recipient).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Problem.of(ProblemType.TOO_MANY_REQUESTS, "At most " + rate + " requests per second")
                    .retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket(String recipient) {
        return buckets.get(recipient, unused -> full());
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(rate, Duration.ofSeconds(1)))
                .build();
    }
}
