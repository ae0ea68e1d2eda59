package dev.notification.stream.security;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long verified tokens are known again.
 *
 * @param cacheSize most tokens known, about 500 bytes each; 0 verifies each request
 * @param cacheTime how long a token is known without looking at its signature again, so a withdrawn key works for this much
 *     longer; five minutes is what libraries keep the keys themselves for (Nimbus JOSE + JWT), and with one minute a node of 10,000
 *     clients verified 167 tokens a second, for a quarter of its event loops' time
 */
@Validated
@ConfigurationProperties("notification.tokens")
record TokenProperties(
        @DefaultValue("20000") @Min(0) @Max(1_000_000) int cacheSize,

        @DefaultValue("5m") @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration cacheTime) {}
