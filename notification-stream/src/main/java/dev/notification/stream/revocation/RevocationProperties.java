package dev.notification.stream.revocation;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How nodes hear of revocations.
 *
 * @param poll how often the table is looked at, in case an arrival was lost
 */
@Validated
@ConfigurationProperties("notification.revocations")
record RevocationProperties(
        @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration poll) {}
