package dev.notification.store.access;

import dev.notification.store.Arrivals;
import dev.notification.store.Revocations;
import dev.notification.store.Tickets;
import dev.notification.store.audit.AuditLog;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@AutoConfiguration
class AccessConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    Tickets tickets(JdbcTemplate jdbc, Arrivals arrivals) {
        return new SqlTickets(jdbc, arrivals);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Revocations revocations(
            JdbcTemplate jdbc,
            @Qualifier("storeTransaction") TransactionTemplate storeTransaction,
            AuditLog audit,
            Arrivals arrivals) {
        return new SqlRevocations(jdbc, storeTransaction, audit, arrivals);
    }
}
