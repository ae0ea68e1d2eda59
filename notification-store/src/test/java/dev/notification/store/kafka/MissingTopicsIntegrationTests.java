package dev.notification.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.servers.Ports;
import dev.notification.servers.TestServers;
import dev.notification.store.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MissingTopicsIntegrationTests {
    private static final String BOOTSTRAP = "bootstrap.servers";

    private final TestTopics topics = TestTopics.create(1);
    private final String missing = "missing-" + UUID.randomUUID();
    private final Map<String, Object> connection =
            new ConcurrentHashMap<>(Map.of(BOOTSTRAP, TestServers.kafka().bootstrapServers()));

    @AfterEach
    void close() {
        topics.close();
    }

    private MissingTopics missingTopics(Duration patience) {
        return new MissingTopics(
                connection,
                List.of(new NewTopic(topics.notifications(), 8, (short) -1), new NewTopic(missing, 3, (short) -1)),
                patience);
    }

    private int partitions(String topic) throws ExecutionException, InterruptedException {
        TopicDescription described = Objects.requireNonNull(topics.admin()
                .describeTopics(Set.of(topic))
                .allTopicNames()
                .get()
                .get(topic));
        return described.partitions().size();
    }

    private boolean isThere() throws ExecutionException, InterruptedException {
        return topics.admin().listTopics().names().get().contains(missing);
    }

    @Test
    void createsWhatIsMissingAndLeavesAloneWhatIsThere() throws ExecutionException, InterruptedException {
        try (MissingTopics once = missingTopics(Duration.ofSeconds(30));
                MissingTopics twice = missingTopics(Duration.ofSeconds(30))) {
            once.afterSingletonsInstantiated();
            // a broker hears of it after the controller
            Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> partitions(missing) == 3);
            twice.afterSingletonsInstantiated();
            assertThat(partitions(missing)).isEqualTo(3);
            assertThat(partitions(topics.notifications())).isEqualTo(1);
        }
    }

    @Test
    void createsThemWhenKafkaComes() throws ExecutionException, InterruptedException {
        Object running = connection.put(BOOTSTRAP, "127.0.0.1:" + Ports.choose());
        try (MissingTopics patient = missingTopics(Duration.ofSeconds(3))) {
            patient.afterSingletonsInstantiated();
            assertThat(isThere()).isFalse();
            connection.put(BOOTSTRAP, String.valueOf(running));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isThere);
        }
    }
}
