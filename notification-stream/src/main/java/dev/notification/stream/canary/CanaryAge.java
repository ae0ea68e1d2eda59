package dev.notification.stream.canary;

import dev.notification.store.Latency;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * How long ago the newest canary was sent that came all the way round; while none has, how long this node has been waiting
 * for the first. Safe for all threads.
 */
final class CanaryAge implements HealthIndicator {
    private final Duration late;
    private final Clock clock;
    private final Latency roundTrip;
    private final AtomicReference<Instant> newest;

    CanaryAge(CanaryProperties properties, Clock clock, MeterRegistry registry) {
        this.late = properties.late();
        this.clock = clock;
        this.newest = new AtomicReference<>(clock.instant());
        this.roundTrip =
                Latency.of(registry, "notification.canary.roundtrip", "From sending a canary to the commit of its ack");
        Gauge.builder("notification.canary.age", () -> age().toMillis() / 1_000.0)
                .description("Since the newest canary was sent that came round")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "notification.canary.interval",
                        () -> properties.interval().toMillis() / 1_000.0)
                .description("From one canary to the next")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    /** One that was sent then came round. */
    void cameRound(Instant sent) {
        roundTrip.between(sent.toEpochMilli(), clock.millis());
        newest.accumulateAndGet(sent, (one, other) -> one.isAfter(other) ? one : other);
    }

    Duration age() {
        return Duration.between(newest.get(), clock.instant());
    }

    boolean isLate() {
        return age().compareTo(late) > 0;
    }

    @Override
    public Health health() {
        return (isLate() ? Health.down() : Health.up())
                .withDetail("ageSeconds", age().toSeconds())
                .build();
    }
}
