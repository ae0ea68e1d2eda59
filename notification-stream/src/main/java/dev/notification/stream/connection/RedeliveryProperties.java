package dev.notification.stream.connection;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When an unsettled delivery is sent again on an open stream, and how many may be unsettled; {@code notification.stream.*}.
 *
 * @param ackWait from the first sending to the first repeat; what a client's cursor covers is not repeated sooner
 * @param backoff from each repeat to the next one; the last counts for all further ones
 * @param maxAttempts rounds, the first sending included, after which a delivery is exhausted; 0 for no end
 * @param redeliveryWindow a delivery stored longer ago is sent to new streams, but no longer repeated on open ones
 * @param maxInFlight unsettled frames of one stream in lane high, and as many in the other lanes: what a client that
 *     does not ack may have before it gets nothing new
 * @param turnAfter a stream whose cursor is its ack ends, so that the client comes back with it, this long after its
 *     oldest unacked frame
 */
@Validated
@ConfigurationProperties("notification.stream")
record RedeliveryProperties(
        @DefaultValue("30s") @DurationMin(millis = 1) Duration ackWait,
        @DefaultValue({"30s", "2m", "10m", "1h"}) @NotEmpty List<@DurationMin(millis = 1) Duration> backoff,
        @DefaultValue("0") @Min(0) int maxAttempts,
        @DefaultValue("7d") @DurationMin Duration redeliveryWindow,
        @DefaultValue("1000") @Min(1) int maxInFlight,
        @DefaultValue("60s") @DurationMin(millis = 1) Duration turnAfter) {

    /** How long an ack is waited for after this attempt. */
    Duration waitAfter(int attempt) {
        return attempt <= 1 ? ackWait : backoff.get(Math.min(attempt - 2, backoff.size() - 1));
    }

    /** Whether there is no round after this one. */
    boolean isLast(int attempt) {
        return maxAttempts > 0 && attempt >= maxAttempts;
    }
}
