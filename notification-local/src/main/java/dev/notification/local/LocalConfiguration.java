package dev.notification.local;

import dev.notification.local.openapi.OpenApiConfiguration;
import dev.notification.stream.security.OpenPaths;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Connects the deployable with the local servers and adds what only local mode serves. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LocalProperties.class)
@Import({OpenApiConfiguration.class, StopLimit.class, TokenController.class, Welcome.class})
class LocalConfiguration {

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(LocalServers servers) {
        return new LocalJdbcConnectionDetails(servers.postgres());
    }

    @Bean
    KafkaConnectionDetails kafkaConnectionDetails(LocalServers servers) {
        return () -> List.of(servers.kafka().bootstrapServers());
    }

    @Bean
    OpenPaths localPaths() {
        return new OpenPaths(
                List.of("/", "/index.html", "/app.js", "/style.css", "/favicon.ico", "/favicon.svg", "/local/tokens"));
    }

    @Bean
    Tokens tokens(TokenKey key, LocalProperties properties, Clock clock) {
        return new Tokens(key, properties.tokenLifetime(), clock);
    }
}
