package dev.notification.stream.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Failures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class QuestionSettingsTests {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(QuestionProperties.class)
    static class Bound {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void areBoundOrHaveTheirDefaults() {
        runner.run(context -> assertThat(context.getBean(QuestionProperties.class))
                .isEqualTo(new QuestionProperties(Duration.ofSeconds(2), 100)));
        runner.withPropertyValues("notification.questions.timeout=1s", "notification.questions.max-waiting=3")
                .run(context -> assertThat(context.getBean(QuestionProperties.class))
                        .isEqualTo(new QuestionProperties(Duration.ofSeconds(1), 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout=50ms", "timeout=11s", "max-waiting=0", "max-waiting=10001"})
    void failWithTheirName(String setting) {
        runner.withPropertyValues("notification.questions." + setting).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Failures.text(context.getStartupFailure()))
                    .contains("notification.questions")
                    .contains(setting.substring(0, setting.indexOf('=')));
        });
    }
}
