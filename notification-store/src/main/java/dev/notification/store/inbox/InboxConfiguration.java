package dev.notification.store.inbox;

import dev.notification.store.Arrivals;
import dev.notification.store.Inbox;
import dev.notification.store.database.Epochs;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@AutoConfiguration
@EntityScan
@EnableJpaRepositories(considerNestedRepositories = false)
class InboxConfiguration {

    @Bean
    Inbox inbox(
            JdbcTemplate jdbc,
            @Qualifier("storeTransaction") TransactionTemplate storeTransaction,
            Epochs epochs,
            Arrivals arrivals,
            DeliveryRows rows) {
        SentMarks sentMarks = new SentMarks(jdbc);
        Acks acks = new Acks(jdbc);
        return new SqlInbox(
                new Openings(jdbc, epochs),
                new Pages(jdbc),
                sentMarks,
                new AckTransaction(storeTransaction, acks, sentMarks, epochs, arrivals),
                acks,
                new InboxItems(rows));
    }
}
