package dev.notification.store.rejection;

import dev.notification.store.Replay;
import dev.notification.store.kafka.KafkaClients;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Writes single records to the topic of notifications, each with a producer of its own: that happens rarely. */
final class Republication {
    private static final Map<String, Object> PRODUCER = Map.of(
            "acks",
            "all",
            "enable.idempotence",
            true,
            "linger.ms",
            0,
            // a database transaction is open meanwhile
            "max.block.ms",
            2_000,
            "request.timeout.ms",
            2_500,
            "delivery.timeout.ms",
            3_000,
            // the topic's own limit decides
            "max.request.size",
            16 * 1024 * 1024,
            "client.id",
            "notification-replay");

    private final KafkaClients clients;
    private final String topic;

    Republication(KafkaClients clients, String topic) {
        this.clients = clients;
        this.topic = topic;
    }

    /**
     * Writes the record to its partition, or to that of its key where the topic has fewer.
     *
     * @throws KafkaException when the broker did not say within 5 s that it has it; it may be there nevertheless
     */
    Replay send(ProducerRecord<byte[], byte[]> original) {
        Producer<byte[], byte[]> producer = clients.producer(PRODUCER);
        try {
            RecordMetadata at = producer.send(
                            addressed(original, producer.partitionsFor(topic).size()))
                    .get();
            if (!at.hasOffset()) throw new KafkaException("Nobody knows where the record was written to");
            return new Replay.Done(at.partition(), at.offset());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) return Replay.Refused.TOO_LARGE;
            if (e.getCause() instanceof KafkaException cause) throw cause;
            throw new KafkaException("The record was not taken", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            // nothing is under way any more
            producer.close(Duration.ZERO);
        }
    }

    private ProducerRecord<byte[], byte[]> addressed(ProducerRecord<byte[], byte[]> original, int partitions) {
        @Nullable Integer partition = original.partition();
        if (partition != null && partition >= partitions) partition = null;
        return new ProducerRecord<>(topic, partition, null, original.key(), original.value(), original.headers());
    }
}
