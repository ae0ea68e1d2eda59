package dev.notification.stream.database;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
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
        return registry -> {
            Gauge.builder("notification.database.waiting", executor, DatabaseExecutor::waiting)
                    .description("Calls that wait for a database thread")
                    .register(registry);
            Gauge.builder("notification.database.active", executor, DatabaseExecutor::active)
                    .description("Calls that run on a database thread")
                    .register(registry);
            Gauge.builder("notification.database.threads", executor, DatabaseExecutor::threads)
                    .description("Database threads")
                    .register(registry);
            FunctionCounter.builder("notification.database.rejected", executor, DatabaseExecutor::rejected)
                    .description("Calls that found too many waiting and were turned away")
                    .register(registry);
        };
    }
}
