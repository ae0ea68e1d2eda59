package dev.notification.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notification.servers.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The publisher and the reader on both sides of a real broker. */
class NotificationPublisherIntegrationTests {

    private static final int PARTITIONS = 4;

    private final String topic = "publisher-" + UUID.randomUUID();
    private final Map<String, Object> kafka =
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void deleteTopic() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static Notification.Builder order(int id) {
        return Notification.builder()
                .id("o-" + id)
                .source("/orders")
                .type("order.shipped")
                .priority(Priority.LOW)
                .data(Data.json("{\"n\":" + id + "}"));
    }

    private List<ConsumerRecord<byte[], byte[]>> records(int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = java.util.stream.IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }

    @Test
    void whatIsPublishedIsReadInTheOrderOfItsRecipient() throws Exception {
        List<Notification> sent = new ArrayList<>();
        List<CompletableFuture<Published>> answers = new ArrayList<>();
        try (NotificationPublisher publisher = new NotificationPublisher(kafka, topic)) {
            for (int i = 0; i < 200; i++) {
                sent.add(order(i).recipient("r" + i % 7).build());
                answers.add(publisher.publish(sent.get(i)));
            }
        }
        List<ConsumerRecord<byte[], byte[]>> records = records(200);
        assertThat(records).hasSize(200);
        for (int r = 0; r < 7; r++) {
            String name = "r" + r;
            List<Notification> read = records.stream()
                    .filter(record -> new String(record.key(), UTF_8).equals(name))
                    .map(record -> Events.read(Events.READER.readRecord(record.headers(), record.value(), Events.NOW)))
                    .toList();
            assertThat(read)
                    .isNotEmpty()
                    .isEqualTo(sent.stream()
                            .filter(n -> n.audience().names().contains(name))
                            .toList());
        }
        for (int i = 0; i < 200; i++) {
            Published published = answers.get(i).get(0, TimeUnit.SECONDS);
            Notification expected = sent.get(i);
            assertThat(published.topic()).isEqualTo(topic);
            assertThat(records)
                    .filteredOn(record ->
                            record.partition() == published.partition() && record.offset() == published.offset())
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo(CloudEventWriter.structured(expected)));
        }
    }

    @Test
    void severalRecipientsAreKeyedByTheirSource() throws Exception {
        try (NotificationPublisher publisher = new NotificationPublisher(kafka, topic)) {
            publisher.publish(order(1).recipients(List.of("a", "b")).build()).get(30, TimeUnit.SECONDS);
        }
        ConsumerRecord<byte[], byte[]> record = records(1).get(0);
        assertThat(new String(record.key(), UTF_8)).isEqualTo("/orders");
        assertThat(new String(record.headers().lastHeader("content-type").value(), UTF_8))
                .isEqualTo("application/cloudevents+json");
    }

    @Test
    void aFutureFailsWhenTheRecordIsTooLargeOrTheTopicIsNotThere() {
        Notification large = order(1).recipient("alice")
                .data(Data.bytes(new byte[CloudEventReader.MAX_DATA_BYTES]))
                .build();
        String servers = TestServers.kafka().bootstrapServers();
        Map<String, Object> small = Map.of("bootstrap.servers", servers, "max.request.size", 1_000);
        Map<String, Object> hasty = Map.of("bootstrap.servers", servers, "max.block.ms", 1_000);
        try (NotificationPublisher publisher = new NotificationPublisher(small, topic);
                NotificationPublisher lost = new NotificationPublisher(hasty, topic + "-missing")) {
            assertThatThrownBy(() -> publisher.publish(large).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(PublishFailedException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
            assertThatThrownBy(
                            () -> lost.publish(order(1).recipient("a").build()).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(PublishFailedException.class)
                    .hasMessageContaining(topic + "-missing");
        }
    }
}
