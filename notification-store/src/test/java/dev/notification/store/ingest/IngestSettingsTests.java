package dev.notification.store.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Failures;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class IngestSettingsTests {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(IngestProperties.class)
    static class Bound {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void haveDefaults() {
        runner.run(context -> assertThat(context.getBean(IngestProperties.class))
                .isEqualTo(new IngestProperties(
                        true, "notification-ingest", null, 2, 1_000, 65_536, Duration.ofSeconds(10), Map.of())));
    }

    @Test
    void areAllBound() {
        runner.withPropertyValues(
                        "notification.ingest.enabled=false",
                        "notification.ingest.group=g",
                        "notification.ingest.instance-id=host-1",
                        "notification.ingest.concurrency=4",
                        "notification.ingest.max-poll-records=500",
                        "notification.ingest.max-data-bytes=1048576",
                        "notification.ingest.session-timeout=20s",
                        "notification.ingest.accept-gap.3=1200",
                        "notification.ingest.accept-gap.5=7")
                .run(context -> assertThat(context.getBean(IngestProperties.class))
                        .isEqualTo(new IngestProperties(
                                false,
                                "g",
                                "host-1",
                                4,
                                500,
                                1_048_576,
                                Duration.ofSeconds(20),
                                Map.of(3, 1200L, 5, 7L))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notification.ingest.group= ",
                "notification.ingest.instance-id=a b",
                "notification.ingest.concurrency=0",
                "notification.ingest.max-poll-records=1001",
                "notification.ingest.max-data-bytes=1048577",
                "notification.ingest.session-timeout=10ms",
                "notification.ingest.session-timeout=soon",
                "notification.ingest.accept-gap.x=1",
                "notification.ingest.accept-gap.1=-1"
            })
    void failWithTheirName(String property) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Failures.text(context.getStartupFailure()))
                    .contains("notification.ingest")
                    .contains(property.replaceFirst("=.*", "")
                            .replace("notification.ingest.", "")
                            .replaceFirst("\\..*", ""));
        });
    }
}
