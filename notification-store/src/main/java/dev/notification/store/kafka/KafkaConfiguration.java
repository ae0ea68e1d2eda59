package dev.notification.store.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

@AutoConfiguration(after = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(KafkaTopicsProperties.class)
class KafkaConfiguration {
    private static final int MAX_MESSAGE_BYTES = 2 * 1024 * 1024;
    /** A process starts without Kafka too, and should not stand still for long before it does. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Room for the headers that say why a record was refused. */
    private static final int DEAD_LETTER_BYTES = MAX_MESSAGE_BYTES + 64 * 1024;

    @Bean
    KafkaClients kafkaClients(ConsumerFactory<?, ?> consumers, ProducerFactory<?, ?> producers) {
        return new KafkaClients(consumers, producers);
    }

    @Bean
    @ConditionalOnProperty(name = "notification.kafka.create-topics", matchIfMissing = true)
    MissingTopics missingTopics(KafkaAdmin admin, KafkaProperties settings, KafkaTopicsProperties kafka) {
        Duration patience = settings.getAdmin().getOperationTimeout();
        return new MissingTopics(
                admin.getConfigurationProperties(), topics(kafka), patience == null ? PATIENCE : patience);
    }

    private static List<NewTopic> topics(KafkaTopicsProperties kafka) {
        KafkaTopicsProperties.Topics names = kafka.topics();
        return List.of(
                topic(kafka, names.notifications(), kafka.partitions())
                        .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_MESSAGE_BYTES))
                        .build(),
                topic(kafka, names.dlt(), 1)
                        .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DEAD_LETTER_BYTES))
                        .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
                        .build(),
                topic(kafka, names.arrivals(), kafka.partitions())
                        .config(TopicConfig.RETENTION_MS_CONFIG, "3600000")
                        .build(),
                topic(kafka, names.receipts(), kafka.partitions()).build(),
                topic(kafka, names.escalations(), 1).build());
    }

    private static TopicBuilder topic(KafkaTopicsProperties kafka, String name, int partitions) {
        return TopicBuilder.name(name).partitions(partitions).replicas(kafka.replicas());
    }
}
