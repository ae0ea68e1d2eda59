package dev.notification.store.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@AutoConfiguration
class DatabaseConfiguration {

    @Bean
    static SessionSettings sessionSettings(Environment environment) {
        return new SessionSettings(environment);
    }

    /**
     * Migrations take as long as they take: an index of millions of rows is not made within the limits of the pool's sessions.
     * Where the operator names a connection for Flyway ({@code spring.flyway.url}, {@code .user}), that one is used as it is.
     */
    @Bean
    FlywayConfigurationCustomizer migrationsWithoutLimits() {
        return flyway -> {
            if (flyway.getDataSource() instanceof HikariDataSource pool) {
                flyway.dataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
            }
        };
    }

    @Bean
    DurabilityCheck durabilityCheck(
            JdbcTemplate jdbc, @Value("${notification.store.allow-unsafe-database:false}") boolean allowUnsafe) {
        return new DurabilityCheck(jdbc, allowUnsafe);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Epochs epochs(JdbcTemplate jdbc) {
        return new Epochs(jdbc);
    }

    /** For the hot paths, which hold no entities: without JPA's session around each transaction. */
    @Bean(defaultCandidate = false)
    TransactionTemplate storeTransaction(DataSource dataSource) {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }
}
