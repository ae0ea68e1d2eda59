package dev.notification.stream.connection;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of streams, {@code notification.stream.*}.
 *
 * @param enabled whether this process serves the HTTP API and streams
 * @param retry base of the {@code retry:} a client is told; each gets 0.5 to 1.5 times of it, so that they do not come
 *     back together
 * @param heartbeat a comment is sent after this silence, before proxies give the connection up
 * @param maxAge a stream ends after this time, shortened by up to a fifth at random
 * @param drain a node that goes down ends its streams spread over this time, so that not all come back at once
 * @param openTimeout when the store answers no stream that opens for this long, those that wait are closed as unavailable
 * @param slowTimeout a client that takes nothing for this long, while something waits for it, is cut off
 * @param sweep how often heads are compared with what was sent, in case an arrival was lost
 */
@Validated
@ConfigurationProperties("notification.stream")
record StreamProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("3s") @DurationMin(millis = 100) @DurationMax(minutes = 5)
        Duration retry,

        @DefaultValue("15s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration heartbeat,

        @DefaultValue("10m") @DurationMin(seconds = 1) @DurationMax(days = 7)
        Duration maxAge,

        @DefaultValue("30s") @DurationMin @DurationMax(minutes = 10)
        Duration drain,

        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration openTimeout,

        @DefaultValue("15s") @DurationMin(seconds = 1) @DurationMax(minutes = 15)
        Duration slowTimeout,

        @DefaultValue("4s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration sweep) {}
