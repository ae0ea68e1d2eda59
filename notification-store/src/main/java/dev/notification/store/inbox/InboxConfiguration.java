package dev.notification.store.inbox;

import dev.notification.store.Arrivals;
import dev.notification.store.Inbox;
import dev.notification.store.Traces;
import dev.notification.store.database.Epochs;
import dev.notification.store.node.NodeNumber;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryBuilderCustomizer;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@AutoConfiguration
@ConditionalOnBooleanProperty(name = "notification.stream.enabled", matchIfMissing = true)
@EntityScan
@EnableJpaRepositories(considerNestedRepositories = false, bootstrapMode = BootstrapMode.LAZY)
class InboxConfiguration {
    private static final Logger log = LoggerFactory.getLogger(InboxConfiguration.class);

    @Bean
    Inbox inbox(
            JdbcTemplate jdbc,
            @Qualifier("storeTransaction") TransactionTemplate storeTransaction,
            Epochs epochs,
            NodeNumber node,
            DeliveryRows rows,
            AckTransaction.Told told) {
        SentMarks sentMarks = new SentMarks(jdbc, node);
        Acks acks = new Acks(jdbc, node);
        return new SqlInbox(
                new Openings(jdbc, epochs),
                new Pages(jdbc),
                sentMarks,
                new Exhaustion(jdbc),
                new AckTransaction(storeTransaction, acks, sentMarks, epochs, told),
                acks,
                new InboxItems(rows, new UnreadItems(jdbc, rows), new UnackedItems(jdbc)));
    }

    @Bean
    AckTransaction.Told toldOfAcks(
            JdbcTemplate jdbc,
            Arrivals arrivals,
            MeterRegistry registry,
            Traces traces,
            Clock clock,
            ObjectProvider<AckCrashPoint> crashPoints) {
        AckCrashPoint crashPoint = crashPoints.getIfAvailable(() -> AckCrashPoint.NONE);
        return new AckTransaction.Told(
                new AckAnnouncements(arrivals, crashPoint),
                new AckMetrics(registry),
                new AckTraces(jdbc, traces, clock),
                crashPoint);
    }

    /** JPA begins beside everything else: it takes longest of all, and serves only those who look at an inbox. */
    @Bean
    EntityManagerFactoryBuilderCustomizer jpaInBackground() {
        return builder -> builder.setBootstrapExecutor(new SimpleAsyncTaskExecutor("jpa-"));
    }

    /** Begun in the background it is begun once; a database that is away at that moment must not end it for good. */
    @Bean
    HibernatePropertiesCustomizer jpaWithoutTheDatabase() {
        return properties -> {
            properties.put("hibernate.boot.allow_jdbc_metadata_access", false);
            properties.put("jakarta.persistence.database-product-name", "PostgreSQL");
            properties.put("jakarta.persistence.database-major-version", 18);
        };
    }

    /** So that the first person who looks does not wait for what is prepared at the first look. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> firstLook(Inbox inbox, Clock clock) {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("first-look-");
        return ready -> executor.execute(() -> {
            try {
                inbox.find("", 1, clock.instant());
            } catch (RuntimeException e) {
                log.warn("The first look at an inbox failed, the next one begins anew: {}", e.getMessage());
            }
        });
    }
}
