package dev.notification.stream.canary;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The canary of a node, {@code notification.canary.*}.
 *
 * @param enabled whether this node sends any
 * @param interval from one to the next
 */
@Validated
@ConfigurationProperties("notification.canary")
record CanaryProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("10s") @DurationMin(seconds = 1) @DurationMax(minutes = 5)
        Duration interval) {

    /** Intervals without a canary after which something is wrong. */
    private static final int LATE = 6;

    Duration late() {
        return interval.multipliedBy(LATE);
    }
}
