package dev.notification.store.logging;

import dev.notification.store.LoggedRecipients;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
@EnableConfigurationProperties(LoggingProperties.class)
class LoggingConfiguration {

    @Bean
    LoggedRecipients loggedRecipients(LoggingProperties properties) {
        return new LoggedRecipients(properties.recipients() == LoggingProperties.Recipients.PLAIN);
    }
}
