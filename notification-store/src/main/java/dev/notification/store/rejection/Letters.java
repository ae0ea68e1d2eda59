package dev.notification.store.rejection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.api.RecordHeaders;
import dev.notification.store.RejectionEntry;
import dev.notification.store.kafka.KafkaClients;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads single records out of the dead-letter topic, each with a consumer of its own: that happens rarely. */
final class Letters {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Map<String, Object> CONSUMER = Map.of(
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "none",
            "allow.auto.create.topics",
            false,
            "max.poll.records",
            1,
            "request.timeout.ms",
            3_000,
            "default.api.timeout.ms",
            (int) DEADLINE.toMillis(),
            "client.id",
            "notification-letters");
    /** What a letter has behind the headers of the record. */
    private static final List<String> ADDED = List.of(
            RecordHeaders.REJECTION_CODE,
            RecordHeaders.REJECTION_DETAIL,
            RecordHeaders.ORIGINAL_TOPIC,
            RecordHeaders.ORIGINAL_PARTITION,
            RecordHeaders.ORIGINAL_OFFSET);

    private final KafkaClients clients;

    Letters(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * The record as its producer wrote it, addressed to where it was; empty when the dead-letter topic has it no longer.
     *
     * @throws KafkaException when Kafka does not say so within 5 s
     */
    Optional<ProducerRecord<byte[], byte[]>> original(RejectionEntry entry) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        TopicPartition place =
                new TopicPartition(entry.letter().topic(), entry.letter().partition());
        try (Consumer<byte[], byte[]> consumer = clients.consumer(CONSUMER)) {
            if (!holds(consumer, place, entry.letter().offset(), end)) return Optional.empty();
            consumer.assign(List.of(place));
            consumer.seek(place, entry.letter().offset());
            return original(entry, next(consumer, end));
        } catch (OffsetOutOfRangeException goneMeanwhile) {
            return Optional.empty();
        }
    }

    private static boolean holds(Consumer<byte[], byte[]> consumer, TopicPartition place, long offset, long end) {
        var partitions = consumer.partitionsFor(place.topic(), left(end));
        if (partitions == null || partitions.stream().noneMatch(one -> one.partition() == place.partition())) {
            return false;
        }
        List<TopicPartition> only = List.of(place);
        Long first = consumer.beginningOffsets(only, left(end)).get(place);
        Long after = consumer.endOffsets(only, left(end)).get(place);
        return first != null && after != null && first <= offset && offset < after;
    }

    private static ConsumerRecord<byte[], byte[]> next(Consumer<byte[], byte[]> consumer, long end) {
        do {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(left(end))) return record;
        } while (System.nanoTime() - end < 0);
        throw new TimeoutException("The dead-letter topic did not give a record in time");
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Where a topic was made anew, or compacted, another record is at this place. */
    private static Optional<ProducerRecord<byte[], byte[]>> original(
            RejectionEntry entry, ConsumerRecord<byte[], byte[]> letter) {
        Header[] all = letter.headers().toArray();
        if (all.length < ADDED.size()) return Optional.empty();
        List<Header> own = Arrays.asList(all).subList(0, all.length - ADDED.size());
        Map<String, String> added = new HashMap<>();
        for (Header header : Arrays.asList(all).subList(own.size(), all.length)) {
            added.put(header.key(), text(header.value()));
        }
        boolean same = letter.offset() == entry.letter().offset()
                && added.keySet().containsAll(ADDED)
                && entry.topic().equals(added.get(RecordHeaders.ORIGINAL_TOPIC))
                && Integer.toString(entry.partition()).equals(added.get(RecordHeaders.ORIGINAL_PARTITION))
                && Long.toString(entry.offset()).equals(added.get(RecordHeaders.ORIGINAL_OFFSET));
        if (!same) return Optional.empty();
        return Optional.of(
                new ProducerRecord<>(entry.topic(), entry.partition(), null, letter.key(), letter.value(), own));
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, UTF_8);
    }
}
