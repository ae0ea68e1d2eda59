package dev.notification.store.ledger;

import dev.notification.store.Ledger;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@AutoConfiguration
@EnableConfigurationProperties(LedgerProperties.class)
class LedgerConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    Ledger ledger(JdbcTemplate jdbc, DataSource dataSource, LedgerProperties properties) {
        TransactionTemplate reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        reading.setReadOnly(true);
        BoundedScan scan = new BoundedScan(jdbc, reading, properties.maxExamined());
        return new SqlLedger(
                new Notifications(jdbc),
                new Deliveries(scan),
                new Search(scan),
                new InboxSearch(scan),
                new Recipients(jdbc));
    }
}
