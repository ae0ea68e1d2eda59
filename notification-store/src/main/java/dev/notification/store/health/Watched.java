package dev.notification.store.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The last state of one component, told by whoever looks at it; asking for it costs nothing. A component that nobody could
 * tell anything of for too long is down. Shows since when, and never where or why: that stands in the log.
 */
final class Watched implements HealthIndicator {
    /** As long as a call to a database that does not answer may take. */
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final Clock clock;
    private volatile Answer last;

    private record Answer(Status status, Instant since, Instant at) {
        Answer next(Status now, Instant time) {
            return new Answer(now, now.equals(status) ? since : time, time);
        }
    }

    Watched(Clock clock) {
        this.clock = clock;
        Instant now = clock.instant();
        this.last = new Answer(Status.UNKNOWN, now, now);
    }

    /** Told by one thread. */
    void is(Status status) {
        last = last.next(status, clock.instant());
    }

    @Override
    public Health health() {
        Answer answer = last;
        Instant deadline = answer.at().plus(DEADLINE);
        return clock.instant().isAfter(deadline)
                ? health(Status.DOWN, deadline)
                : health(answer.status(), answer.since());
    }

    private static Health health(Status status, Instant since) {
        return Health.status(status).withDetail("since", since.toString()).build();
    }
}
