package dev.notification.stream.database;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    @Bean
    DatabaseExecutor databaseExecutor(DatabaseProperties properties) {
        return new DatabaseExecutor(properties.threads(), properties.queue());
    }

    @Bean
    DatabaseTimer databaseTimer(DatabaseExecutor executor) {
        return new DatabaseTimer(executor);
    }

    @Bean
    MeterBinder databaseExecutorMetrics(DatabaseExecutor executor) {
        return new ExecutorMetrics("notification.database", executor);
    }
}
