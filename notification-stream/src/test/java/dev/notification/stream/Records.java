package dev.notification.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.notification.servers.TestServers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records as a producer in any language could write them, and what became of those that were refused. */
public final class Records {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final byte[] KEY = {};

    private final String notifications;
    private final String dlt;

    Records(String notifications, String dlt) {
        this.notifications = notifications;
        this.dlt = dlt;
    }

    /** Writes all of these in one transaction into one partition: readers get all of them at once. */
    public void write(List<byte[]> values) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                TestServers.kafka().bootstrapServers(),
                "transactional.id",
                UUID.randomUUID().toString(),
                "max.request.size",
                4 * 1024 * 1024,
                "batch.size",
                1024 * 1024,
                "linger.ms",
                100);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (byte[] value : values) {
                var unused = producer.send(new ProducerRecord<>(notifications, KEY, value));
            }
            producer.commitTransaction();
        }
    }

    /** The code with which this record was refused, once it was. */
    public String rejectionOf(byte[] value) {
        return Objects.requireNonNull(headersOf(value).get("rejection-code"));
    }

    /** The headers of the dead letter that this record became, once it did. */
    public Map<String, String> headersOf(byte[] value) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition only = new TopicPartition(dlt, 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            return await().atMost(DEADLINE).until(() -> headers(consumer, value), Objects::nonNull);
        }
    }

    private static @Nullable Map<String, String> headers(KafkaConsumer<byte[], byte[]> consumer, byte[] value) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
            if (!Arrays.equals(one.value(), value)) continue;
            Map<String, String> headers = new TreeMap<>();
            for (Header header : one.headers()) headers.put(header.key(), new String(header.value(), UTF_8));
            return headers;
        }
        return null;
    }
}
