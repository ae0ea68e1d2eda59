package dev.notification.store.ingest;

import dev.notification.store.Arrivals;
import dev.notification.store.Traces;
import dev.notification.store.database.Epochs;
import dev.notification.store.kafka.KafkaClients;
import dev.notification.store.kafka.KafkaTopicsProperties;
import dev.notification.store.retention.Partitions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.transaction.support.TransactionTemplate;

@AutoConfiguration
@ConditionalOnProperty(name = "notification.ingest.enabled", matchIfMissing = true)
@EnableConfigurationProperties(IngestProperties.class)
class IngestConfiguration {
    private static final Map<String, Object> DEAD_LETTER_PRODUCER = Map.of(
            "acks",
            "all",
            "enable.idempotence",
            true,
            // longer would hold the transaction open longer than the database allows
            "max.block.ms",
            3_000,
            "request.timeout.ms",
            3_000,
            "delivery.timeout.ms",
            4_000,
            // the topic's own limit decides, see DeadLetters
            "max.request.size",
            16 * 1024 * 1024,
            "client.id",
            "notification-dead-letters");

    @Bean(destroyMethod = "close", defaultCandidate = false)
    Producer<byte[], byte[]> deadLetterProducer(KafkaClients clients) {
        return clients.producer(DEAD_LETTER_PRODUCER);
    }

    @Bean(destroyMethod = "close", defaultCandidate = false)
    Admin ingestAdmin(KafkaAdmin kafkaAdmin) {
        Map<String, Object> settings = new HashMap<>(kafkaAdmin.getConfigurationProperties());
        settings.put("client.id", "notification-ingest-admin");
        // asked on a consumer's thread, which has to poll within a minute
        settings.put("request.timeout.ms", 5_000);
        settings.put("default.api.timeout.ms", 10_000);
        return Admin.create(settings);
    }

    @Bean
    Ingestion.Tables ingestTables(
            JdbcTemplate jdbc,
            @Qualifier("storeTransaction") TransactionTemplate transaction,
            Partitions partitions,
            Epochs epochs,
            ObjectProvider<CrashPoint> crashPoints) {
        CrashPoint crashPoint = crashPoints.getIfAvailable(() -> CrashPoint.NONE);
        return new Ingestion.Tables(
                transaction,
                new Offsets(jdbc),
                new MessageKeys(jdbc),
                new InboxWriter(jdbc, crashPoint),
                new RejectionLog(jdbc),
                partitions,
                epochs,
                crashPoint);
    }

    @Bean
    Ingestion ingestion(
            IngestProperties ingest,
            KafkaTopicsProperties kafka,
            Ingestion.Tables tables,
            @Qualifier("deadLetterProducer") Producer<byte[], byte[]> deadLetterProducer,
            Ingestion.Told told,
            Clock clock) {
        return new Ingestion(
                new RecordReader(ingest.maxDataBytes()),
                tables,
                new DeadLetters(deadLetterProducer, kafka.topics().dlt()),
                told,
                clock);
    }

    @Bean
    Ingestion.Told toldOfIngestion(Arrivals arrivals, MeterRegistry registry, Traces traces) {
        return new Ingestion.Told(arrivals, new IngestMetrics(registry), traces);
    }

    @Bean
    Positions ingestPositions(
            IngestProperties ingest,
            KafkaTopicsProperties kafka,
            Ingestion.Tables tables,
            @Qualifier("ingestAdmin") Admin admin) {
        return new Positions(
                kafka.topics().notifications(), tables.offsets(), tables.epochs(), admin, ingest.acceptGap());
    }

    /** Health knows it by the name of the bean. */
    @Bean("ingest")
    IngestContainer ingestContainer(
            IngestProperties ingest,
            KafkaTopicsProperties kafka,
            KafkaClients clients,
            Ingestion ingestion,
            Positions positions,
            ApplicationEventPublisher events) {
        return new IngestContainer(ingest, kafka.topics().notifications(), clients, ingestion, positions, events);
    }

    @Bean(initMethod = "start")
    IngestLag ingestLag(
            Positions positions,
            @Qualifier("ingestAdmin") Admin admin,
            IngestContainer container,
            MeterRegistry registry) {
        registry.gauge("notification.ingest.halted", container, ingest -> ingest.isStanding() ? 1 : 0);
        return new IngestLag(positions, admin, registry);
    }
}
