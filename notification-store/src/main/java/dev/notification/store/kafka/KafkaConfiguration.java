package dev.notification.store.kafka;

import org.apache.kafka.common.config.TopicConfig;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

@AutoConfiguration(after = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(KafkaTopicsProperties.class)
class KafkaConfiguration {
    private static final int MAX_MESSAGE_BYTES = 2 * 1024 * 1024;
    /** Room for the headers that say why a record was refused. */
    private static final int DEAD_LETTER_BYTES = MAX_MESSAGE_BYTES + 64 * 1024;

    @Bean
    KafkaClients kafkaClients(ConsumerFactory<?, ?> consumers, ProducerFactory<?, ?> producers) {
        return new KafkaClients(consumers, producers);
    }

    @Bean
    @ConditionalOnProperty(name = "notification.kafka.create-topics", matchIfMissing = true)
    KafkaAdmin.NewTopics notificationTopics(KafkaTopicsProperties kafka) {
        KafkaTopicsProperties.Topics names = kafka.topics();
        return new KafkaAdmin.NewTopics(
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
