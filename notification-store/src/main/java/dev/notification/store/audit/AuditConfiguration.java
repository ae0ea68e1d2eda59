package dev.notification.store.audit;

import dev.notification.store.AuditTrail;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

@AutoConfiguration
class AuditConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    AuditLog auditLog(JdbcTemplate jdbc) {
        return new AuditLog(jdbc);
    }

    @Bean
    @DependsOnDatabaseInitialization
    AuditTrail auditTrail(JdbcTemplate jdbc) {
        return new SqlAuditTrail(jdbc);
    }
}
