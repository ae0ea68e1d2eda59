package dev.notification.store.retention;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

@AutoConfiguration
@ConditionalOnProperty(name = "notification.ingest.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RetentionProperties.class)
class RetentionConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    Partitions partitions(DataSource pool, Environment environment, Clock clock) {
        DataSource owner = SchemaOwner.of(pool, environment);
        SchemaOwner.check(owner);
        return new Partitions(new JdbcTemplate(owner), clock);
    }

    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler retentionScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("retention-");
        scheduler.setDaemon(true);
        return scheduler;
    }

    @Bean
    InitializingBean retention(
            DataSource pool,
            Environment environment,
            Partitions partitions,
            RetentionProperties properties,
            Clock clock,
            @Qualifier("retentionScheduler") TaskScheduler scheduler) {
        return () -> new Retention(SchemaOwner.of(pool, environment), partitions, properties.retention(), clock)
                .schedule(scheduler);
    }
}
