package dev.notification.stream.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When a peer that vanished without a word is given up, {@code notification.http.tcp.*}. Linux with epoll only; elsewhere the
 * system's own limits hold, a quarter of an hour or more.
 *
 * @param userTimeout a connection whose peer has not acknowledged, or has had no room for, what was sent for this long is
 *     closed. Every stream sends something at each heartbeat, so this and that is how long a vanished client counts as there.
 *     Longer than the time after which slow clients are cut, or these end without a reason
 * @param keepAliveIdle a connection on which nothing was sent is asked whether it is still there after this
 * @param keepAliveInterval and asked again after this
 * @param keepAliveCount this many times
 */
@Validated
@ConfigurationProperties("notification.http.tcp")
record TcpProperties(
        @DefaultValue("20s") @DurationMin(seconds = 1) @DurationMax(minutes = 15)
        Duration userTimeout,

        @DefaultValue("15s") @DurationMin(seconds = 1) @DurationMax(hours = 2)
        Duration keepAliveIdle,

        @DefaultValue("5s") @DurationMin(seconds = 1) @DurationMax(minutes = 5)
        Duration keepAliveInterval,

        @DefaultValue("4") @Min(1) @Max(100) int keepAliveCount) {}
