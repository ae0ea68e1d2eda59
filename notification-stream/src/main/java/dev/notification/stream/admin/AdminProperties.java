package dev.notification.stream.admin;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What admins may ask of a node, {@code notification.admin}.
 *
 * @param threads how many of their calls to the database run at once
 * @param queue how many of their calls may wait for a thread before new ones are turned away
 * @param exports how many exports run at once; each holds about a thousand deliveries in memory
 * @param exportShare the part of its time in which an export has the database read, at the most
 */
@Validated
@ConfigurationProperties("notification.admin")
record AdminProperties(
        @DefaultValue("2") @Min(1) @Max(100) int threads,
        @DefaultValue("50") @Min(1) @Max(10_000) int queue,
        @DefaultValue("4") @Min(1) @Max(100) int exports,

        @DefaultValue("0.1") @DecimalMin("0.01") @DecimalMax("1")
        double exportShare) {}
