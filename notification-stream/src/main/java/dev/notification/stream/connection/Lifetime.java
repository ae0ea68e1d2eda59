package dev.notification.stream.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a stream is over, and when it has been silent for too long. No timers: it is asked. A token counts for as long as it was good for
 * when the stream was opened, whatever becomes of the clock on the wall.
 */
final class Lifetime {
    private static final double MAX_AGE_JITTER = 0.2;

    private final StreamProperties properties;
    private final long since;
    private final long oldest;
    private final long tokenExpiry;
    private long openedBy;
    private long drainedBy = Moment.NEVER;
    private long silentSince;
    private long slowBy = Moment.NEVER;
    private long stuckBytes;

    Lifetime(StreamProperties properties, Instant tokenExpiry, Moment now) {
        this.properties = properties;
        this.since = now.wall().toEpochMilli();
        this.tokenExpiry = now.steady(tokenExpiry);
        this.silentSince = now.steadyMillis();
        this.openedBy = now.in(properties.openTimeout());
        double share = 1 - ThreadLocalRandom.current().nextDouble(MAX_AGE_JITTER);
        this.oldest = now.in(Duration.ofMillis((long) (properties.maxAge().toMillis() * share)));
    }

    /** When the stream was opened. */
    Instant since() {
        return Instant.ofEpochMilli(since);
    }

    void wrote(Moment now) {
        silentSince = now.steadyMillis();
    }

    /** The store is asked, and has its time to answer. */
    void opening(Moment now) {
        openedBy = now.in(properties.openTimeout());
    }

    /** It answered streams that open, at this steady millisecond: so it will answer this one, which stands in line. */
    void othersOpened(long then) {
        openedBy = Math.max(openedBy, then + properties.openTimeout().toMillis());
    }

    /** The node goes down; in steady milliseconds. */
    void drainBy(long end) {
        drainedBy = end;
    }

    /** Remembers since when the client has taken nothing although something waits for it. */
    void observe(long waitingBytes, boolean writable, Moment now) {
        boolean moves = writable || waitingBytes < stuckBytes || slowBy == Moment.NEVER;
        if (moves) slowBy = writable ? Moment.NEVER : now.in(properties.slowTimeout());
        stuckBytes = waitingBytes;
    }

    /** Why the stream is over by now, null when it is not. */
    @Nullable
    CloseReason over(boolean opening, Moment now) {
        if (now.reached(tokenExpiry)) return CloseReason.TOKEN_EXPIRED;
        if (now.reached(drainedBy)) return CloseReason.DRAINING;
        if (now.reached(slowBy)) return CloseReason.SLOW;
        if (now.reached(oldest)) return CloseReason.MAX_AGE;
        return opening && now.reached(openedBy) ? CloseReason.UNAVAILABLE : null;
    }

    boolean heartbeatDue(Moment now) {
        return now.reached(silentSince + properties.heartbeat().toMillis());
    }
}
