package dev.notification.store.rejection;

import dev.notification.store.Rejections;
import dev.notification.store.audit.AuditLog;
import dev.notification.store.kafka.KafkaClients;
import dev.notification.store.kafka.KafkaTopicsProperties;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@AutoConfiguration
class RejectionConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    Rejections rejections(
            JdbcTemplate jdbc,
            @Qualifier("storeTransaction") TransactionTemplate transaction,
            AuditLog audit,
            KafkaClients clients,
            KafkaTopicsProperties kafka) {
        Republication republication = new Republication(clients, kafka.topics().notifications());
        return new SqlRejections(jdbc, transaction, audit, new Letters(clients), republication);
    }
}
