package dev.notification.local;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be changed about local mode.
 *
 * @param directory where all data is kept
 * @param kafkaPort of 127.0.0.1, 0 for any free one
 * @param postgresPort of 127.0.0.1, 0 for any free one
 * @param tokenLifetime how long the tokens of {@code /local/tokens} are good for, at most 30 days
 */
@ConfigurationProperties("notification.local")
record LocalProperties(
        @DefaultValue(".local") Path directory,
        @DefaultValue("9092") int kafkaPort,
        @DefaultValue("5433") int postgresPort,
        @DefaultValue("1h") Duration tokenLifetime) {

    LocalProperties {
        port("notification.local.kafka-port", kafkaPort);
        port("notification.local.postgres-port", postgresPort);
        if (tokenLifetime.toSeconds() < 1 || tokenLifetime.toDays() > 30)
            throw new IllegalArgumentException(
                    "notification.local.token-lifetime is from 1s to 30d, not " + tokenLifetime);
    }

    private static void port(String key, int port) {
        if (port < 0 || port > 65_535)
            throw new IllegalArgumentException(key + " is a port from 0 to 65535, not " + port);
    }
}
