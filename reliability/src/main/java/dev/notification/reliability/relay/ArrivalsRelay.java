package dev.notification.reliability.relay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Carries arrivals from the topic that ingest writes to the one that stream nodes read, as long as it is told to be honest
 * within milliseconds. What stream nodes themselves announce does not pass here. Safe for all threads.
 */
public final class ArrivalsRelay implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String to;
    private final Mischief<ConsumerRecord<byte[], byte[]>> mischief;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "arrivals-relay");
    private volatile Counts counts = new Counts(0, 0, 0, 0);
    private volatile Mischief.Ways wanted = Mischief.Ways.HONEST;
    private volatile boolean closed;

    /** So far: arrivals that came here, were lost, came twice and overtook others. */
    public record Counts(long seen, long dropped, long doubled, long moved) {}

    private ArrivalsRelay(
            KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, String to, long seed) {
        this.consumer = consumer;
        this.producer = producer;
        this.to = to;
        this.mischief = new Mischief<>(seed, record -> ByteBuffer.wrap(record.key()));
    }

    /** Begins with what is announced from now on. */
    public static ArrivalsRelay start(String bootstrapServers, String from, String to, long seed) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "auto.offset.reset",
                        "latest",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(from).stream()
                .map(partition -> new TopicPartition(from, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "1", "enable.idempotence", false, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        ArrivalsRelay relay = new ArrivalsRelay(consumer, producer, to, seed);
        relay.thread.setDaemon(true);
        relay.thread.start();
        return relay;
    }

    /** From the next arrival on. */
    public void behave(Mischief.Ways ways) {
        wanted = ways;
    }

    /** So far. */
    public Counts counts() {
        if (failure.isCompletedExceptionally()) failure.join();
        return counts;
    }

    private void run() {
        Mischief.Ways now = Mischief.Ways.HONEST;
        long seen = 0;
        try (consumer;
                producer) {
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(IDLE);
                Mischief.Ways next = wanted;
                if (!next.equals(now)) send(mischief.change(next));
                now = next;
                for (ConsumerRecord<byte[], byte[]> record : records) send(mischief.pass(record));
                if (records.isEmpty()) send(mischief.idle());
                seen += records.count();
                counts = new Counts(seen, mischief.dropped(), mischief.doubled(), mischief.moved());
            }
        } catch (RuntimeException | Error e) {
            failure.completeExceptionally(e);
        }
    }

    private void send(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var unused = producer.send(
                    new ProducerRecord<>(to, null, record.timestamp(), record.key(), record.value(), record.headers()));
        }
    }

    /** What waits here is lost. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
