package dev.notification.store.logging;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be seen in logs and traces, {@code notification.logging.*}.
 *
 * @param recipients whether recipients stand there by name
 */
@ConfigurationProperties("notification.logging")
record LoggingProperties(@DefaultValue("hashed") Recipients recipients) {

    enum Recipients {
        HASHED,
        PLAIN
    }
}
