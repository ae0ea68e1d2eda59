package dev.notification.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes notifications to Kafka, each acknowledged by all in-sync replicas. Safe for all threads; one per process is
 * enough.
 *
 * <p>Set by the publisher and not to be changed: {@code acks=all}, {@code enable.idempotence=true}, byte-array
 * serializers, no transactions. Defaults that the properties may change: {@code max.block.ms} 5 s,
 * {@code request.timeout.ms} 5 s, {@code delivery.timeout.ms} 15 s, {@code max.request.size} 2 MiB.
 */
public final class NotificationPublisher implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    /** Publishes to {@link KafkaTopics#NOTIFICATIONS}. */
    public NotificationPublisher(Map<String, Object> kafkaProperties) {
        this(kafkaProperties, KafkaTopics.NOTIFICATIONS);
    }

    /**
     * Publishes to this Kafka topic.
     *
     * @param kafkaProperties of a Kafka producer, {@code bootstrap.servers} at least
     * @throws KafkaException if the properties make no producer
     */
    public NotificationPublisher(Map<String, Object> kafkaProperties, String topic) {
        this.topic = topic;
        this.producer =
                new KafkaProducer<>(settings(kafkaProperties), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Publishes one notification. The caller is not blocked, except for at most {@code max.block.ms} while the topic's
     * metadata are unknown or the buffer is full; do not call it from an event loop.
     *
     * @return completed once all in-sync replicas have the record; failed with {@link PublishFailedException} within
     *     about {@code max.block.ms} + {@code delivery.timeout.ms}
     */
    public CompletableFuture<Published> publish(Notification notification) {
        CompletableFuture<Published> future = new CompletableFuture<>();
        try {
            producer.send(record(notification), (metadata, failure) -> {
                if (failure == null) {
                    future.complete(new Published(metadata.topic(), metadata.partition(), metadata.offset()));
                } else {
                    future.completeExceptionally(failed(notification, failure));
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            future.completeExceptionally(failed(notification, failure));
        }
        return future;
    }

    /** Sends what is buffered, for at most 20 seconds; what is left fails. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /** Sends what is buffered, for at most this long; what is left fails. */
    public void close(Duration timeout) {
        producer.close(timeout);
    }

    private ProducerRecord<byte[], byte[]> record(Notification notification) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        return new ProducerRecord<>(
                topic,
                null,
                new byte[0],
                CloudEventWriter.structured(notification),
                headers.add(new RecordHeader(
                        RecordHeaders.CONTENT_TYPE,
                        RecordHeaders.STRUCTURED_JSON.getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
    }

    private PublishFailedException failed(Notification notification, Exception cause) {
        return new PublishFailedException(
                notification + " was not published to " + topic + ": " + cause.getMessage(), cause);
    }

    private static Map<String, Object> settings(Map<String, Object> given) {
        Map<String, Object> settings = new HashMap<>(given);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return settings;
    }
}
