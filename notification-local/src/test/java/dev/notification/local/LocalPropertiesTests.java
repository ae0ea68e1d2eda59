package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LocalPropertiesTests {

    @Test
    void hasADefaultForEveryKey() {
        assertThat(bind(Map.of())).isEqualTo(new LocalProperties(Path.of(".local"), 9092, 5433, Duration.ofHours(1)));
    }

    @Test
    void takesEveryKey() {
        assertThat(bind(Map.of(
                        "notification.local.directory", "elsewhere",
                        "notification.local.kafka-port", "1",
                        "notification.local.postgres-port", "2",
                        "notification.local.token-lifetime", "3m")))
                .isEqualTo(new LocalProperties(Path.of("elsewhere"), 1, 2, Duration.ofMinutes(3)));
    }

    @ParameterizedTest
    @CsvSource({"kafka-port,70000", "postgres-port,-1", "token-lifetime,0s", "token-lifetime,31d"})
    void namesTheKeyOfAValueItRefuses(String key, String value) {
        String name = "notification.local." + key;
        assertThatThrownBy(() -> bind(Map.of(name, value))).rootCause().hasMessageContaining(name);
    }

    private static LocalProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("notification.local", LocalProperties.class);
    }
}
