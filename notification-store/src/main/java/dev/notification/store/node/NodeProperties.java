package dev.notification.store.node;

import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * This process among the others, {@code notification.node}.
 *
 * @param name under which admins see it; empty for host name and HTTP port, or the management port where nothing is served
 * @param heartbeat how long after one heartbeat the next is written
 * @param aliveWithin a process last seen longer ago does not count as alive
 */
@Validated
@ConfigurationProperties("notification.node")
record NodeProperties(
        @DefaultValue("") @Size(max = 200) String name,

        @DefaultValue("1s") @DurationMin(millis = 100) @DurationMax(seconds = 10)
        Duration heartbeat,

        @DefaultValue("5s") @DurationMin(seconds = 1) @DurationMax(seconds = 30)
        Duration aliveWithin) {

    NodeProperties {
        if (aliveWithin.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("notification.node.alive-within is " + aliveWithin
                    + ": with one heartbeat lost a process would count as dead; make it at least twice"
                    + " notification.node.heartbeat, " + heartbeat);
        }
    }
}
