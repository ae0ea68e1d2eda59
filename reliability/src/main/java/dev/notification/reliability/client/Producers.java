package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation.Produced;
import dev.notification.reliability.history.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Produces for everybody in turn, at one pace, whatever happens to the site. The k-th notification of a recipient says so. */
public final class Producers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Crowd crowd;
    private final KafkaProducer<String, String> kafka;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();

    /** Begins at once. */
    public Producers(Crowd crowd, int perSecond) {
        this.crowd = crowd;
        kafka = new KafkaProducer<>(
                Map.of("bootstrap.servers", crowd.site().producerBootstrap(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
        var unused = pace.scheduleAtFixedRate(this::send, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
    }

    private void send() {
        long n = sent.getAndIncrement();
        String recipient = crowd.recipient((int) (n % crowd.size()));
        String key = key(recipient, n / crowd.size());
        String event = """
                {"specversion":"1.0","id":"%s","source":"/reliability","type":"t","recipient":"%s","data":"%s"}\
                """.formatted(key, recipient, key);
        long begun = crowd.log().now();
        var unused = kafka.send(
                new ProducerRecord<>(crowd.site().topic(), recipient, event),
                (metadata, failure) -> answered(begun, recipient, key, metadata, failure));
    }

    private void answered(
            long begun, String recipient, String key, @Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null) accepted.incrementAndGet();
        crowd.log()
                .add(new Produced(
                        crowd.log().now(),
                        begun,
                        recipient,
                        key,
                        outcome(failure),
                        metadata == null ? -1 : metadata.partition(),
                        metadata == null ? -1 : metadata.offset()));
    }

    /** A record that was too large never left; of all others that failed a broker may have heard. */
    private static Outcome outcome(@Nullable Exception failure) {
        if (failure == null) return Outcome.OK;
        return failure instanceof RecordTooLargeException ? Outcome.FAIL : Outcome.UNKNOWN;
    }

    private String key(String recipient, long k) {
        return crowd.seed() + "-" + recipient + "-" + k;
    }

    /** So far, answered or not. */
    public long sent() {
        return sent.get();
    }

    /** What Kafka has for certain. */
    public long accepted() {
        return accepted.get();
    }

    /** Which notification the next one of each recipient is, at the least. */
    public long next() {
        return sent.get() / crowd.size() + 1;
    }

    /** Returns when everything that was sent has its answer. */
    @Override
    public void close() {
        pace.shutdown();
        try {
            if (!pace.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                throw new IllegalStateException("a producer still sends after " + PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } finally {
            kafka.close(PATIENCE);
        }
    }
}
