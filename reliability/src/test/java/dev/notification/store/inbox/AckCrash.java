package dev.notification.store.inbox;

import dev.notification.reliability.broken.Deadline;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** {@code reliability.crash.ack=STEP:n} halts the JVM when the ack path reaches the step for the n-th time. */
@AutoConfiguration
@ConditionalOnProperty("reliability.crash.ack")
class AckCrash {

    @Bean
    AckCrashPoint ackCrashPoint(Environment environment) {
        Deadline<AckCrashPoint.Step> deadline =
                Deadline.of(AckCrashPoint.Step.class, environment.getRequiredProperty("reliability.crash.ack"));
        return deadline::reached;
    }
}
