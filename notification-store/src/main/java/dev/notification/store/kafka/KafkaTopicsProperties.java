package dev.notification.store.kafka;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Kafka topics, {@code notification.kafka.*}.
 *
 * @param createTopics whether topics that are missing are created; those that are there are left as they are
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
        @DefaultValue @Valid Topics topics) {

    /** What Kafka takes for a name. */
    private static final String NAME = "[A-Za-z0-9._-]{1,249}";

    public KafkaTopicsProperties {
        if (replicas == 0 || replicas < -1) {
            throw new IllegalArgumentException("notification.kafka.replicas is " + replicas + ": at least 1, or -1");
        }
    }

    /** Names of the topics, {@code notification.kafka.topics.*}. */
    public record Topics(
            @DefaultValue("notifications") @Pattern(regexp = NAME)
            String notifications,

            @DefaultValue("notifications.dlt") @Pattern(regexp = NAME)
            String dlt,

            @DefaultValue("notifications.arrivals") @Pattern(regexp = NAME)
            String arrivals,

            @DefaultValue("notifications.receipts") @Pattern(regexp = NAME)
            String receipts,

            @DefaultValue("notifications.escalations") @Pattern(regexp = NAME)
            String escalations) {}
}
