package dev.notification.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Failures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class NodeSettingsTests {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(NodeProperties.class)
    static class Bound {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void areBoundOrHaveTheirDefaults() {
        runner.run(context -> assertThat(context.getBean(NodeProperties.class))
                .isEqualTo(new NodeProperties("", Duration.ofSeconds(1), Duration.ofSeconds(5))));
        runner.withPropertyValues(
                        "notification.node.name=n1",
                        "notification.node.heartbeat=500ms",
                        "notification.node.alive-within=1s")
                .run(context -> assertThat(context.getBean(NodeProperties.class))
                        .isEqualTo(new NodeProperties("n1", Duration.ofMillis(500), Duration.ofSeconds(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartbeat=10ms", "heartbeat=11s", "heartbeat=3s", "alive-within=500ms", "alive-within=1m"})
    void failWithTheirName(String setting) {
        runner.withPropertyValues("notification.node." + setting).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Failures.text(context.getStartupFailure()))
                    .contains("notification.node")
                    .contains(setting.substring(0, setting.indexOf('=')));
        });
    }
}
