package dev.notification.stream.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the HTTP side uses the database.
 *
 * @param threads how many calls run at once; more than the connection pool has would only wait there
 * @param queue how many calls may wait for a thread before new ones are turned away
 */
@Validated
@ConfigurationProperties("notification.database")
record DatabaseProperties(
        @DefaultValue("10") @Min(1) @Max(1_000) int threads,
        @DefaultValue("2000") @Min(1) int queue) {}
