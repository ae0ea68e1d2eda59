package dev.notification.stream.stats;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Statistics for admins, {@code notification.stats}.
 *
 * @param maxWatchers open streams of statistics on this node; each holds a connection and at most 64 KiB, and one more is
 *     refused
 */
@Validated
@ConfigurationProperties("notification.stats")
record StatsProperties(
        @DefaultValue("20") @Min(1) @Max(1_000) int maxWatchers) {}
