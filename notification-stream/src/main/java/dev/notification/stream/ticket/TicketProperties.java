package dev.notification.stream.ticket;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Stream tickets.
 *
 * @param firstUse within this time a ticket must open its stream for the first time
 * @param rate tickets per second that a recipient may buy
 * @param burst tickets that a recipient may buy at once
 * @param compare how often the uses of the tickets open here are compared with the table, in case an arrival was lost
 */
@Validated
@ConfigurationProperties("notification.tickets")
public record TicketProperties(
        @DefaultValue("30s") @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration firstUse,

        @DefaultValue("1") @Min(1) int rate,
        @DefaultValue("20") @Min(1) int burst,

        @DefaultValue("3s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration compare) {}
