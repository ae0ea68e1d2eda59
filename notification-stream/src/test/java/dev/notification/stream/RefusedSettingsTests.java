package dev.notification.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Settings that cannot be meant: the start fails, and says which one it was. */
class RefusedSettingsTests {
    @Configuration(proxyBeanMethods = false)
    @ConfigurationPropertiesScan("dev.notification.stream")
    static class Bound {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @Test
    void areNotTheDefaults() {
        runner.run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "stream.retry, 99ms, retry",
        "stream.retry, 6m, retry",
        // milliseconds, where seconds were meant
        "stream.heartbeat, 15, heartbeat",
        "stream.heartbeat, 11m, heartbeat",
        "stream.max-age, 999ms, maxAge",
        "stream.max-age, 8d, maxAge",
        "stream.drain, -1s, drain",
        "stream.drain, 11m, drain",
        "stream.open-timeout, 5, openTimeout",
        "stream.open-timeout, 61s, openTimeout",
        "stream.slow-timeout, 15, slowTimeout",
        "stream.slow-timeout, 16m, slowTimeout",
        "stream.sweep, 0, sweep",
        "stream.sweep, 61s, sweep",
        "stream.redelivery-window, -1s, redeliveryWindow",
        "stream.frame-limit, 1023B, frameLimit",
        "stream.frame-limit, 17MB, frameLimit",
        "inbox.max-page, 63KB, maxPage",
        "inbox.max-page, 65MB, maxPage",
        "admin.export-share, 0, exportShare",
        "admin.export-share, 1.1, exportShare",
        "publish.max-body, 0, maxBody",
        "publish.max-body, 65MB, max-body",
        "publish.max-in-flight, 2GB, maxInFlight",
        "publish.max-in-flight, 7MB, max-in-flight",
        "publish.timeout, 10, timeout",
        "publish.timeout, 3m, timeout",
        "http.request-timeout, 10, requestTimeout",
        "http.request-timeout, 11m, requestTimeout",
        "http.read-timeout, 10, readTimeout",
        "http.read-timeout, 11m, readTimeout"
    })
    void areNamed(String key, String value, String named) {
        runner.withPropertyValues("notification." + key + "=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("notification." + key.substring(0, key.indexOf('.')))
                    .hasMessageContaining(named);
        });
    }
}
