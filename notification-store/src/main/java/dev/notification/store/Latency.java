package dev.notification.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long one step of a notification takes, as a histogram with the same fixed buckets for every step and node, so that
 * quantiles of many nodes can be computed. Safe for all threads; recording makes no object.
 */
public final class Latency {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(2),
        Duration.ofDays(1)
    };

    private final Timer timer;

    private Latency(Timer timer) {
        this.timer = timer;
    }

    /** The histogram of this name. */
    public static Latency of(MeterRegistry registry, String name, String description) {
        return new Latency(Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
    }

    /** A step that began and ended then, in milliseconds of the epoch; clocks that differ make none shorter than 0. */
    public void between(long began, long ended) {
        took(ended - began);
    }

    /** A step that took so many milliseconds; less than none counts as none. */
    public void took(long millis) {
        timer.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }
}
