package dev.notification.benchmarks.site;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records with {@code acks=all}, as the contract asks of producers, and does not pass over one that Kafka did not take. */
public final class Sender implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

    /** One that knows where the partitions of the topic are. */
    Sender(String bootstrapServers, String topic, int lingerMillis) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        lingerMillis,
                        "batch.size",
                        128 * 1024,
                        "buffer.memory",
                        64 * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.partitionsFor(topic);
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (place, failure) -> {
            if (failure != null) failed.compareAndSet(null, failure);
        });
    }

    /**
     * Returns when Kafka has all of them.
     *
     * @throws IllegalStateException when it did not take one
     */
    public void flush() {
        producer.flush();
        Exception failure = failed.get();
        if (failure != null) throw new IllegalStateException("Kafka did not take all records", failure);
    }

    @Override
    public void close() {
        producer.close();
    }
}
