package dev.notification.store.kafka;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Kafka topics, {@code notification.kafka.*}.
 *
 * @param createTopics whether topics that are missing are created at start
 * @param partitions partitions of {@code notifications} and {@code arrivals} when they are created here
 * @param replicas copies of each partition when created here; -1 for the broker's default
 * @param topics their names
 */
@Validated
@ConfigurationProperties("notification.kafka")
public record KafkaTopicsProperties(
        @DefaultValue("true") boolean createTopics,
        @DefaultValue("8") @Min(1) int partitions,
        @DefaultValue("-1") short replicas,
        @DefaultValue Topics topics) {

    /** Names of the topics, {@code notification.kafka.topics.*}. */
    public record Topics(
            @DefaultValue("notifications") String notifications,
            @DefaultValue("notifications.dlt") String dlt,
            @DefaultValue("notifications.arrivals") String arrivals,
            @DefaultValue("notifications.receipts") String receipts,
            @DefaultValue("notifications.escalations") String escalations) {}
}
