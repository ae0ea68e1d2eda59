package dev.notification.stream.publish;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Publishing over HTTP.
 *
 * @param threads how many requests are decoded and handed to Kafka at once
 * @param queue how many requests may wait for one of these threads before new ones are turned away
 * @param maxBody largest body of a request
 * @param maxInFlight most bytes of bodies in memory, of all requests together; those above are turned away
 * @param timeout a request that Kafka has not acknowledged by then is answered with 503
 */
@Validated
@ConfigurationProperties("notification.publish")
record PublishProperties(
        @DefaultValue("4") @Min(1) int threads,
        @DefaultValue("256") @Min(1) int queue,
        @DefaultValue("8MB") @NotNull DataSize maxBody,
        @DefaultValue("64MB") @NotNull DataSize maxInFlight,
        @DefaultValue("10s") @NotNull Duration timeout) {}
