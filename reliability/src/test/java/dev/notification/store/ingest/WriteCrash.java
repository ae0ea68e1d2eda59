package dev.notification.store.ingest;

import dev.notification.reliability.broken.Deadline;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** {@code reliability.crash.write=STEP:n} halts the JVM when the write path reaches the step for the n-th time. */
@AutoConfiguration
@ConditionalOnProperty("reliability.crash.write")
class WriteCrash {

    @Bean
    CrashPoint writeCrashPoint(Environment environment) {
        Deadline<CrashPoint.Step> deadline =
                Deadline.of(CrashPoint.Step.class, environment.getRequiredProperty("reliability.crash.write"));
        return deadline::reached;
    }
}
