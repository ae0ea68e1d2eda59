package dev.notification.reliability.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Produces for everybody in turn, at one pace, whatever happens to the site. The k-th notification of a recipient says so. Two
 * records in a hundred come a second time, and if told, one in twenty-one is wrong in one of the ways of {@link Flaw}.
 */
public final class Producers implements AutoCloseable {
    /** The key of a record of which nothing can be read. */
    static final String KEY_HEADER = "reliability-key";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TICK = Duration.ofMillis(5);
    private static final int GOOD_PER_FLAW = 20;
    private static final int AGAIN_EACH = 49;

    private final Crowd crowd;
    private final int perSecond;
    private final boolean flawed;
    private final Delays delays;
    private final KafkaProducer<String, byte[]> kafka;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final long start = System.nanoTime();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    /** Begins at once. */
    public Producers(Crowd crowd, int perSecond, boolean flawed, Delays delays) {
        this.crowd = crowd;
        this.perSecond = perSecond;
        this.flawed = flawed;
        this.delays = delays;
        kafka = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        crowd.site().producerBootstrap(),
                        "acks",
                        "all",
                        // new partitions are used soon
                        "metadata.max.age.ms",
                        5_000),
                new StringSerializer(),
                new ByteArraySerializer());
        var unused = pace.scheduleAtFixedRate(this::sendWhatIsDue, 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One that was held up, by Kafka or by a busy machine, catches up. */
    private void sendWhatIsDue() {
        long due =
                (System.nanoTime() - start) * perSecond / Duration.ofSeconds(1).toNanos();
        while (sent.get() < due && !pace.isShutdown()) send(sent.getAndIncrement());
    }

    private void send(long n) {
        String recipient = crowd.recipient((int) (n % crowd.size()));
        long k = n / crowd.size();
        String key = key(recipient, k);
        delays.produced(key);
        send(recipient, recipient, key, null, event(recipient, key));
        if (n % AGAIN_EACH == 0 && k > 0) again(recipient, k - 1);
        if (flawed && n % GOOD_PER_FLAW == 0) {
            Flaw[] all = Flaw.values();
            Flaw flaw = all[(int) (n / GOOD_PER_FLAW % all.length)];
            String bad = crowd.seed() + "-" + recipient + "-" + flaw + "-" + k;
            send(recipient, recipient, bad, flaw, flaw.value(bad, recipient).getBytes(ISO_8859_1));
            wrong.incrementAndGet();
        }
    }

    /** As a producer does that did not learn what became of the one before; every second one takes another partition. */
    private void again(String recipient, long k) {
        String key = key(recipient, k);
        send(k % 2 == 0 ? recipient : key, recipient, key, null, event(recipient, key));
    }

    private String key(String recipient, long k) {
        return crowd.seed() + "-" + recipient + "-" + k;
    }

    private static byte[] event(String recipient, String key) {
        return """
                {"specversion":"1.0","id":"%s","source":"/reliability","type":"t","recipient":"%s","data":"%s"}\
                """.formatted(key, recipient, key).getBytes(UTF_8);
    }

    private void send(String recordKey, String recipient, String key, @Nullable Flaw flaw, byte[] event) {
        long begun = crowd.log().now();
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(crowd.site().topic(), recordKey, event);
        record.headers().add(KEY_HEADER, key.getBytes(UTF_8));
        if (flaw != null && flaw.declared())
            record.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        String refusal = flaw == null ? null : flaw.code();
        var unused =
                kafka.send(record, (metadata, failure) -> answered(begun, recipient, key, refusal, metadata, failure));
    }

    private void answered(
            long begun,
            String recipient,
            String key,
            @Nullable String refusal,
            @Nullable RecordMetadata metadata,
            @Nullable Exception failure) {
        if (failure == null) accepted.incrementAndGet();
        crowd.log()
                .add(new Produced(
                        crowd.log().now(),
                        begun,
                        recipient,
                        key,
                        outcome(failure),
                        metadata == null ? -1 : metadata.partition(),
                        metadata == null ? -1 : metadata.offset(),
                        refusal));
    }

    /** A record that was too large never left; of all others that failed a broker may have heard. */
    private static Outcome outcome(@Nullable Exception failure) {
        if (failure == null) return Outcome.OK;
        return failure instanceof RecordTooLargeException ? Outcome.FAIL : Outcome.UNKNOWN;
    }

    /** What Kafka has for certain. */
    public long accepted() {
        return accepted.get();
    }

    /** How many were wrong, so far. */
    public long flawed() {
        return wrong.get();
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
