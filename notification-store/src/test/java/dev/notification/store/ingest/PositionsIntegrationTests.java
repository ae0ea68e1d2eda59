package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.servers.TestServers;
import dev.notification.store.StoreEpoch;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import dev.notification.store.database.Epochs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Where a process stands in partitions that another one may not have let go of yet. */
class PositionsIntegrationTests {
    private static final Set<String> QUESTIONS = Set.of("committed", "beginningOffsets", "endOffsets");

    private final TestDatabase database = TestDatabase.create();

    private static KafkaConsumer<byte[], byte[]> consumer(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        TestServers.kafka().bootstrapServers(),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The same consumer, before each of whose questions this happens. */
    @SuppressWarnings("unchecked")
    private static Consumer<byte[], byte[]> overtaken(Consumer<byte[], byte[]> consumer, Runnable meanwhile) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (QUESTIONS.contains(method.getName())) meanwhile.run();
                    try {
                        return method.invoke(consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void anOwnerThatGoesOnIsNotTakenForADatabaseThatWasSetBack() throws Exception {
        try (TestTopics ofTheStore = TestTopics.create(1);
                TestTopics topics = TestTopics.create(1);
                TestStore store = TestStore.on(database, ofTheStore).start();
                KafkaConsumer<byte[], byte[]> owner = consumer(topics.prefix());
                KafkaConsumer<byte[], byte[]> next = consumer(topics.prefix())) {
            for (int i = 0; i < 20; i++) topics.send(0, to("a", "a" + i));
            topics.flush();
            TopicPartition partition = topics.partition(0);
            String topicId = Objects.requireNonNull(topics.admin()
                            .describeTopics(List.of(partition.topic()))
                            .allTopicNames()
                            .get()
                            .get(partition.topic()))
                    .topicId()
                    .toString();
            Offsets offsets = new Offsets(database.sql());
            offsets.begin(topicId, partition, 0);
            AtomicLong stored = new AtomicLong();
            Runnable goesOn = () -> {
                long from = stored.getAndIncrement();
                offsets.move(topicId, new Batch(List.of(), Map.of(partition, from), Map.of(partition, from + 1)));
                owner.commitSync(Map.of(partition, new OffsetAndMetadata(from + 1)));
            };
            Epochs epochs = store.bean(Epochs.class);
            StoreEpoch epoch = epochs.current();
            Positions positions = new Positions(partition.topic(), offsets, epochs, topics.admin(), Map.of());
            next.assign(Set.of(partition));

            positions.seek(overtaken(next, goesOn), Set.of(partition));
            assertThat(stored).hasValueGreaterThanOrEqualTo(QUESTIONS.size());
            assertThat(epochs.current()).isEqualTo(epoch);

            database.sql().update("update kafka_offset set next_offset = 1 where topic_id = ?", topicId);
            positions.seek(next, Set.of(partition));
            assertThat(epochs.current()).isNotEqualTo(epoch);
        }
    }
}
