package dev.notification.stream.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** When a stream is over, and when it has been silent for too long. No timers: it is asked. */
final class Lifetime {
    private static final double MAX_AGE_JITTER = 0.2;

    private final StreamProperties properties;
    private final long since;
    private Instant openedBy;
    private final Instant oldest;
    private @Nullable Instant drainedBy;
    private final Instant tokenExpiry;
    private Instant lastWrite;
    private @Nullable Instant stuckSince;
    private long stuckBytes;

    Lifetime(StreamProperties properties, Instant tokenExpiry, Instant now) {
        this.properties = properties;
        this.tokenExpiry = tokenExpiry;
        this.since = now.toEpochMilli();
        this.lastWrite = now;
        this.openedBy = now.plus(properties.openTimeout());
        double share = 1 - ThreadLocalRandom.current().nextDouble(MAX_AGE_JITTER);
        this.oldest = now.plus(Duration.ofMillis((long) (properties.maxAge().toMillis() * share)));
    }

    /** When the stream was opened. */
    Instant since() {
        return Instant.ofEpochMilli(since);
    }

    void wrote(Instant now) {
        lastWrite = now;
    }

    /** The store is asked, and has its time to answer. */
    void opening(Instant now) {
        openedBy = now.plus(properties.openTimeout());
    }

    /** The node goes down. */
    void drainBy(Instant end) {
        drainedBy = end;
    }

    /** Remembers since when the client has taken nothing although something waits for it. */
    void observe(long waitingBytes, boolean writable, Instant now) {
        if (writable || waitingBytes < stuckBytes || stuckSince == null) stuckSince = writable ? null : now;
        stuckBytes = waitingBytes;
    }

    /** Why the stream is over by now, null when it is not. */
    @Nullable
    CloseReason over(boolean opening, Instant now) {
        if (!now.isBefore(tokenExpiry)) return CloseReason.TOKEN_EXPIRED;
        if (drainedBy != null && !now.isBefore(drainedBy)) return CloseReason.DRAINING;
        if (stuckSince != null && !now.isBefore(stuckSince.plus(properties.slowTimeout()))) return CloseReason.SLOW;
        if (!now.isBefore(oldest)) return CloseReason.MAX_AGE;
        return opening && !now.isBefore(openedBy) ? CloseReason.UNAVAILABLE : null;
    }

    boolean heartbeatDue(Instant now) {
        return !now.isBefore(lastWrite.plus(properties.heartbeat()));
    }
}
