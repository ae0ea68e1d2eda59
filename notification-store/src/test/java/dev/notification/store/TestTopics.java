package dev.notification.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.api.CloudEventWriter;
import dev.notification.api.Notification;
import dev.notification.servers.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka topics of its own for a test, a producer to write to them and a look into them. For one thread at a time. */
public final class TestTopics implements AutoCloseable {
    private final String prefix = "t-" + UUID.randomUUID();
    private final String bootstrapServers;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;
    private final List<Future<RecordMetadata>> pending = new ArrayList<>();

    private TestTopics(String bootstrapServers, int partitions) {
        this.bootstrapServers = bootstrapServers;
        this.partitions = partitions;
        this.admin = Admin.create(connection());
        this.producer = producer(Map.of("acks", "all", "linger.ms", 5, "max.request.size", 64 * 1024 * 1024));
    }

    /** Makes the topic of notifications with this many partitions; the store makes the others. */
    public static TestTopics create(int partitions) {
        return create(TestServers.kafka().bootstrapServers(), partitions);
    }

    /** The same on a Kafka of the test's own. */
    public static TestTopics create(String bootstrapServers, int partitions) {
        TestTopics topics = new TestTopics(bootstrapServers, partitions);
        topics.create();
        return topics;
    }

    /** Makes the topic of notifications again after {@link #delete()}. */
    public void create() {
        NewTopic topic = new NewTopic(notifications(), partitions, (short) 1)
                .configs(Map.of("max.message.bytes", String.valueOf(2 * 1024 * 1024)));
        get(admin.createTopics(List.of(topic)).all());
    }

    /** Deletes the topic of notifications. */
    public void delete() {
        get(admin.deleteTopics(List.of(notifications())).all());
    }

    private Map<String, Object> connection() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    /** A producer of bytes; the caller closes it. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        var all = new java.util.HashMap<>(connection());
        all.putAll(settings);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Kafka's own interface to manage it. */
    public Admin admin() {
        return admin;
    }

    /** What all names begin with; also a name for a consumer group. */
    public String prefix() {
        return prefix;
    }

    /** The topic of notifications. */
    public String notifications() {
        return prefix + ".notifications";
    }

    /** The dead-letter topic. */
    public String dlt() {
        return prefix + ".dlt";
    }

    /** The topic of arrivals. */
    public String arrivals() {
        return prefix + ".arrivals";
    }

    /** A partition of the topic of notifications. */
    public TopicPartition partition(int partition) {
        return new TopicPartition(notifications(), partition);
    }

    /** Where the store is told to find them. */
    public List<String> properties() {
        return List.of(
                "spring.kafka.bootstrap-servers=" + bootstrapServers,
                "notification.kafka.partitions=" + partitions,
                "notification.kafka.topics.notifications=" + notifications(),
                "notification.kafka.topics.dlt=" + dlt(),
                "notification.kafka.topics.arrivals=" + arrivals(),
                "notification.kafka.topics.receipts=" + prefix + ".receipts",
                "notification.kafka.topics.escalations=" + prefix + ".escalations",
                "notification.ingest.group=" + prefix);
    }

    /** Sends without waiting; {@link #flush()} waits. */
    public void send(int partition, Notification notification) {
        send(record(partition, notification));
    }

    /** Sends any record without waiting. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        pending.add(producer.send(record));
    }

    /** Sends a record and waits until it is acknowledged. */
    public RecordMetadata put(ProducerRecord<byte[], byte[]> record) {
        return get(producer.send(record));
    }

    /** The record of a notification. */
    public ProducerRecord<byte[], byte[]> record(int partition, Notification notification) {
        byte[] key = notification.audience().names().get(0).getBytes(UTF_8);
        return new ProducerRecord<>(notifications(), partition, key, CloudEventWriter.structured(notification));
    }

    /** Waits until everything sent is acknowledged. */
    public void flush() {
        producer.flush();
        pending.forEach(TestTopics::get);
        pending.clear();
    }

    /** The whole dead-letter topic. */
    public List<ConsumerRecord<byte[], byte[]>> rejected() {
        return read(dlt());
    }

    /** All records of a topic, by partition. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (var consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (all.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            return records;
        }
    }

    private Map<String, Object> settings() {
        var settings = new java.util.HashMap<>(connection());
        settings.put("max.partition.fetch.bytes", 4 * 1024 * 1024);
        return settings;
    }

    /** The offset after the last record of a partition. */
    public long end(int partition) {
        try (var consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition one = partition(partition);
            return consumer.endOffsets(Set.of(one)).getOrDefault(one, 0L);
        }
    }

    /** How far Kafka was told that the store is in a partition of the topic of notifications; 0 if it was not. */
    public long committed(int partition) {
        OffsetAndMetadata told = get(admin.listConsumerGroupOffsets(prefix).partitionsToOffsetAndMetadata())
                .get(partition(partition));
        return told == null ? 0 : told.offset();
    }

    /** Waits for an answer of Kafka. */
    public static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
