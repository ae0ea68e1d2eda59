package dev.notification.stream.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class StatsSettingsTests {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(StatsProperties.class)
    static class Bound {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void allowTwentyWatchersUnlessToldOtherwise() {
        runner.run(context -> assertThat(context.getBean(StatsProperties.class)).isEqualTo(new StatsProperties(20)));
        runner.withPropertyValues("notification.stats.max-watchers=1")
                .run(context ->
                        assertThat(context.getBean(StatsProperties.class)).isEqualTo(new StatsProperties(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "many"})
    void failWithTheirName(String value) {
        runner.withPropertyValues("notification.stats.max-watchers=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Failures.text(context.getStartupFailure())).contains("notification.stats.max-watchers");
        });
    }
}
