package dev.notification.store.correction;

import dev.notification.store.Arrivals;
import dev.notification.store.Corrections;
import dev.notification.store.audit.AuditLog;
import dev.notification.store.database.Epochs;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@AutoConfiguration
class CorrectionConfiguration {

    @Bean
    Corrections corrections(
            JdbcTemplate jdbc,
            @Qualifier("storeTransaction") TransactionTemplate storeTransaction,
            AuditLog audit,
            Epochs epochs,
            Arrivals arrivals) {
        return new SqlCorrections(jdbc, storeTransaction, audit, epochs, arrivals);
    }
}
