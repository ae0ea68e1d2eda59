package dev.notification.stream.ack;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How acks and read marks are taken.
 *
 * @param rate requests per second that a recipient may make
 * @param burst requests that a recipient may make at once
 * @param batch most requests of one transaction
 * @param queue requests that may wait for a transaction before new ones are turned away
 * @param transactions most transactions at once; each holds one database connection
 */
@Validated
@ConfigurationProperties("notification.acks")
record AckProperties(
        @DefaultValue("20") @Min(1) int rate,
        @DefaultValue("50") @Min(1) int burst,
        @DefaultValue("500") @Min(1) int batch,
        @DefaultValue("10000") @Min(1) int queue,
        @DefaultValue("2") @Min(1) int transactions) {}
