package dev.notification.stream.publish;

import dev.notification.stream.limit.DataSizeRange;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
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

        @DefaultValue("8MB") @DataSizeRange(min = "1KB", max = "64MB")
        DataSize maxBody,

        @DefaultValue("64MB") @DataSizeRange(min = "1KB", max = "1GB")
        DataSize maxInFlight,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 2)
        Duration timeout) {

    PublishProperties {
        if (maxInFlight.compareTo(maxBody) < 0) {
            throw new IllegalArgumentException("notification.publish.max-in-flight is " + maxInFlight
                    + ": no body of an unknown length would ever be taken; make it at least"
                    + " notification.publish.max-body, " + maxBody);
        }
    }
}
