package dev.notification.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes notifications to Kafka, each acknowledged by all in-sync replicas. Safe for all threads; one per process is
 * enough.
 *
 * <p>Fixed: {@code acks=all}, {@code enable.idempotence=true}, byte-array serializers, no transactions. Defaults that
 * the properties may change: {@code max.block.ms} 5 s, {@code request.timeout.ms} 5 s and {@code delivery.timeout.ms}
 * 15 s (both or none of these two), {@code max.request.size} 2 MiB; compression is Kafka's default, none.
 */
public final class NotificationPublisher implements AutoCloseable {

    private static final byte[] CONTENT_TYPE = RecordHeaders.STRUCTURED_JSON.getBytes(UTF_8);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_BLOCK_MS = 5_000;
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int DELIVERY_TIMEOUT_MS = 15_000;

    /** As large as the topic takes. */
    private static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;

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
     * Publishes one notification. Notifications for the same recipient, published one after the other, keep their
     * order. The caller waits for nothing, except for at most {@code max.block.ms} while Kafka's metadata are unknown
     * or the producer's buffer is full: do not call it from an event loop.
     *
     * @return completed once all in-sync replicas have the record; failed with {@link PublishFailedException} after
     *     {@code max.block.ms} + {@code delivery.timeout.ms} at the latest. Completed on the producer's own thread,
     *     which must not be blocked.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
    public CompletableFuture<Published> publish(Notification notification) {
        CompletableFuture<Published> published = new CompletableFuture<>();
        try {
            producer.send(toRecord(notification), (metadata, failure) -> {
                if (failure == null) {
                    published.complete(new Published(metadata.topic(), metadata.partition(), metadata.offset()));
                } else {
                    published.completeExceptionally(failed(notification, failure));
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            published.completeExceptionally(failed(notification, failure));
        }
        return published;
    }

    /** The Kafka topic it publishes to. */
    public String topic() {
        return topic;
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

    private ProducerRecord<byte[], byte[]> toRecord(Notification notification) {
        byte[] key = notification.audience() instanceof Audience.Recipient recipient
                ? recipient.name().getBytes(UTF_8)
                : notification.source().getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> toSend =
                new ProducerRecord<>(topic, key, CloudEventWriter.structured(notification));
        toSend.headers().add(RecordHeaders.CONTENT_TYPE, CONTENT_TYPE);
        return toSend;
    }

    private PublishFailedException failed(Notification notification, Exception cause) {
        return new PublishFailedException(
                notification + " was not acknowledged by Kafka topic " + topic + ": " + cause.getMessage(), cause);
    }

    /** The given properties with what is fixed and what is not given. */
    static Map<String, Object> settings(Map<String, Object> given) {
        Map<String, Object> settings = new HashMap<>(given);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        if (!settings.containsKey(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)
                && !settings.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        }
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return settings;
    }
}
