package dev.notification.reliability.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The Kafka topics of a site. Arrivals have two: between them the relay decides what is heard of what was announced. */
final class Topics {
    static final String NOTIFICATIONS = "notifications";
    static final String DEAD_LETTERS = "notifications.dlt";
    static final String ANNOUNCED = "notifications.arrivals.announced";
    static final String HEARD = "notifications.arrivals.heard";
    private static final int MAX_MESSAGE_BYTES = 2 * 1024 * 1024;

    private Topics() {}

    static void create(String bootstrapServers, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            topic(NOTIFICATIONS, partitions)
                                    .configs(Map.of("max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES))),
                            topic(DEAD_LETTERS, 1)
                                    .configs(Map.of(
                                            "max.message.bytes",
                                            Integer.toString(MAX_MESSAGE_BYTES + 64 * 1024),
                                            "retention.ms",
                                            "-1")),
                            topic(ANNOUNCED, partitions),
                            topic(HEARD, partitions)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The Kafka topics were not made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }
}
