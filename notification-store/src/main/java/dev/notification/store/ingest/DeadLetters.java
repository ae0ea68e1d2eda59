package dev.notification.store.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.api.RecordHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps refused records in the dead-letter topic. They are there, acknowledged by the broker, when {@code send} returns. */
final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    /** What is kept of a record that is too large even for the dead-letter topic. */
    private static final int TRUNCATED_BYTES = 64 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    /**
     * A refused record as it was kept.
     *
     * @param at where
     * @param truncated only its beginning
     */
    record Letter(Refusal refusal, RecordMetadata at, boolean truncated) {}

    DeadLetters(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /**
     * Keeps these, and says where.
     *
     * @throws KafkaException when the broker did not take all of them; some may be there then, and come again
     */
    List<Letter> send(List<Refusal> refusals) {
        List<Future<RecordMetadata>> sends = new ArrayList<>(refusals.size());
        for (Refusal refusal : refusals) sends.add(producer.send(whole(refusal)));
        List<Letter> letters = new ArrayList<>(refusals.size());
        for (int i = 0; i < refusals.size(); i++) letters.add(await(refusals.get(i), sends.get(i)));
        return letters;
    }

    private Letter await(Refusal refusal, Future<RecordMetadata> send) {
        Letter letter;
        try {
            letter = new Letter(refusal, await(send), false);
        } catch (RecordTooLargeException e) {
            letter = new Letter(refusal, await(producer.send(truncated(refusal))), true);
        }
        ConsumerRecord<byte[], byte[]> record = refusal.record();
        // not the detail, which may quote the producer: it stands in the letter, and in the list of rejections
        log.warn(
                "Rejected record {}-{}@{}: {} {}",
                record.topic(),
                record.partition(),
                record.offset(),
                refusal.rejection().code().code(),
                Objects.requireNonNullElse(refusal.rejection().attribute(), ""));
        return letter;
    }

    private static RecordMetadata await(Future<RecordMetadata> send) {
        try {
            RecordMetadata at = send.get();
            // a broker that knows a repeated batch only by its number takes it for sent, and cannot say where
            if (!at.hasOffset()) throw new KafkaException("Nobody knows where the dead-letter topic has a record");
            return at;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) throw cause;
            throw new KafkaException("The dead-letter topic did not take a record", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Whatever was too large, this is not: a record that nobody can keep would stop its partition for good. */
    private ProducerRecord<byte[], byte[]> truncated(Refusal refusal) {
        ConsumerRecord<byte[], byte[]> record = refusal.record();
        Headers kept = new org.apache.kafka.common.header.internals.RecordHeaders();
        int room = TRUNCATED_BYTES;
        for (Header header : record.headers()) {
            room -= header.key().length() + (header.value() == null ? 0 : header.value().length);
            if (room >= 0) kept.add(header);
        }
        ProducerRecord<byte[], byte[]> letter = letter(refusal, cut(record.key()), cut(record.value()), kept);
        letter.headers().add(RecordHeaders.REJECTION_TRUNCATED, "true".getBytes(UTF_8));
        return letter;
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes) {
        return bytes == null || bytes.length <= TRUNCATED_BYTES ? bytes : Arrays.copyOf(bytes, TRUNCATED_BYTES);
    }

    private ProducerRecord<byte[], byte[]> whole(Refusal refusal) {
        ConsumerRecord<byte[], byte[]> record = refusal.record();
        return letter(refusal, record.key(), record.value(), record.headers());
    }

    private ProducerRecord<byte[], byte[]> letter(
            Refusal refusal, byte @Nullable [] key, byte @Nullable [] value, Headers original) {
        ConsumerRecord<byte[], byte[]> record = refusal.record();
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, null, null, key, value, original);
        Headers headers = letter.headers();
        put(headers, RecordHeaders.REJECTION_CODE, refusal.rejection().code().code());
        put(headers, RecordHeaders.REJECTION_DETAIL, refusal.rejection().detail());
        put(headers, RecordHeaders.ORIGINAL_TOPIC, record.topic());
        put(headers, RecordHeaders.ORIGINAL_PARTITION, Integer.toString(record.partition()));
        put(headers, RecordHeaders.ORIGINAL_OFFSET, Long.toString(record.offset()));
        return letter;
    }

    /** Adds behind the producer's own headers, which stay as they are, a former rejection's included. */
    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
