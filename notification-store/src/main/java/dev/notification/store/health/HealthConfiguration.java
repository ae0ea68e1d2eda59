package dev.notification.store.health;

import dev.notification.store.kafka.KafkaTopicsProperties;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin;

@AutoConfiguration(after = {JdbcTemplateAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnBean({JdbcTemplate.class, KafkaAdmin.class})
class HealthConfiguration {
    private static final Map<String, Object> ADMIN = Map.of(
            "client.id",
            "notification-health",
            "request.timeout.ms",
            3_000,
            "default.api.timeout.ms",
            3_000,
            // a broker that is away is worth a line now and then, not one a second
            "reconnect.backoff.max.ms",
            10_000);

    // health knows them by the names of the beans

    @Bean
    Watched databaseHealthIndicator(Clock clock) {
        return new Watched(clock);
    }

    @Bean
    Watched schemaHealthIndicator(Clock clock) {
        return new Watched(clock);
    }

    @Bean
    Watched kafkaHealthIndicator(Clock clock) {
        return new Watched(clock);
    }

    @Bean(destroyMethod = "close", defaultCandidate = false)
    Admin healthAdmin(KafkaAdmin kafkaAdmin) {
        Map<String, Object> settings = new HashMap<>(kafkaAdmin.getConfigurationProperties());
        settings.putAll(ADMIN);
        return Admin.create(settings);
    }

    @Bean(initMethod = "start")
    @DependsOnDatabaseInitialization
    Lookout lookout(
            JdbcTemplate jdbc,
            ObjectProvider<Flyway> flyway,
            @Qualifier("healthAdmin") Admin admin,
            KafkaTopicsProperties kafka,
            @Qualifier("databaseHealthIndicator") Watched database,
            @Qualifier("schemaHealthIndicator") Watched schema,
            @Qualifier("kafkaHealthIndicator") Watched kafkaHealth) {
        Lookout.Components components = new Lookout.Components(database, schema, kafkaHealth);
        return new Lookout(
                new Schema(jdbc, flyway.getIfAvailable()), admin, kafka.topics().notifications(), components);
    }
}
