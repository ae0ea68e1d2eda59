package dev.notification.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Failures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RetentionSettingsTests {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(RetentionProperties.class)
    static class Bound {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void keepThirtyDaysUnlessToldOtherwise() {
        runner.run(
                context -> assertThat(context.getBean(RetentionProperties.class).retention())
                        .isEqualTo(Duration.ofDays(30)));
        runner.withPropertyValues("notification.retention=7d", "notification.ingest.group=g")
                .run(context -> assertThat(
                                context.getBean(RetentionProperties.class).retention())
                        .isEqualTo(Duration.ofDays(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h", "-3d", "for ever"})
    void failWithTheirName(String value) {
        runner.withPropertyValues("notification.retention=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Failures.text(context.getStartupFailure())).contains("notification.retention");
        });
    }
}
