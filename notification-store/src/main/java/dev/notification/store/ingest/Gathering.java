package dev.notification.store.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Makes larger batches of what comes steadily. A transaction of two records costs nearly what one of twenty does, and a consumer that
 * polls as often as it can makes small ones until the machine is busy with nothing else. So after a small batch it rests for as
 * long as that batch took: the slower everything is, the larger the next one. What comes after a pause is handed over at once.
 * For the thread of one consumer.
 */
final class Gathering {
    private static final long LONGEST_REST_NANOS = Duration.ofMillis(25).toNanos();
    /** For the answer to a fetch that finds records waiting. */
    private static final Duration FETCH = Duration.ofMillis(1);
    /** Who gets this part of the most there may be has a backlog, and no need to gather. */
    private static final int BACKLOG_PART = 10;

    private final int maxRecords;
    private final int backlog;
    private final LongSupplier nanoTime;
    private final LongConsumer rest;
    /** When the last batch was handed over, if none of its polls met a backlog. */
    private @Nullable Long handedOver;
    /** Most records of one poll among those that make the next batch. */
    private int most;
    /** Of a poll after which there were records to be handed over first. */
    private @Nullable KafkaException unthrown;

    /** @param maxRecords most records of a batch */
    Gathering(int maxRecords) {
        this(maxRecords, System::nanoTime, LockSupport::parkNanos);
    }

    /** @param rest lets so many nanoseconds pass, or fewer */
    Gathering(int maxRecords, LongSupplier nanoTime, LongConsumer rest) {
        this.maxRecords = maxRecords;
        this.backlog = maxRecords / BACKLOG_PART;
        this.nanoTime = nanoTime;
        this.rest = rest;
    }

    /** Most records that one poll of the consumer may bring: a batch is at most one that is no backlog, and one more. */
    int maxPolled() {
        return maxRecords - backlog;
    }

    /**
     * The next batch.
     *
     * @param timeout how long to wait when nothing is there; who does not want to wait is only staying in its group
     * @param consumer polls for so long at the most
     * @throws KafkaException of the consumer, nothing being lost by it
     */
    ConsumerRecords<byte[], byte[]> poll(
            Duration timeout, Function<Duration, ConsumerRecords<byte[], byte[]>> consumer) {
        if (timeout.isZero()) return consumer.apply(timeout);
        if (unthrown != null) {
            KafkaException failure = unthrown;
            unthrown = null;
            throw failure;
        }
        Long before = handedOver;
        handedOver = null;
        most = 0;
        ConsumerRecords<byte[], byte[]> records;
        if (before == null) {
            records = polled(timeout, consumer);
        } else {
            rest.accept(Math.min(nanoTime.getAsLong() - before, LONGEST_REST_NANOS));
            records = gathered(timeout, consumer);
        }
        if (!records.isEmpty() && most < backlog) handedOver = nanoTime.getAsLong();
        return records;
    }

    private ConsumerRecords<byte[], byte[]> gathered(
            Duration timeout, Function<Duration, ConsumerRecords<byte[], byte[]>> consumer) {
        ConsumerRecords<byte[], byte[]> early = polled(Duration.ZERO, consumer);
        if (early.isEmpty()) return polled(timeout, consumer);
        if (most >= backlog) return early;
        // they answered the fetch of the poll before, soon after it; the fetch of this one finds what has come since
        try {
            return joined(early, polled(FETCH, consumer));
        } catch (KafkaException failure) {
            unthrown = failure;
            return early;
        }
    }

    private ConsumerRecords<byte[], byte[]> polled(
            Duration timeout, Function<Duration, ConsumerRecords<byte[], byte[]>> consumer) {
        ConsumerRecords<byte[], byte[]> records = consumer.apply(timeout);
        most = Math.max(most, records.count());
        return records;
    }

    private static ConsumerRecords<byte[], byte[]> joined(
            ConsumerRecords<byte[], byte[]> early, ConsumerRecords<byte[], byte[]> late) {
        if (late.isEmpty()) return early;
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        for (ConsumerRecords<byte[], byte[]> some : List.of(early, late)) {
            for (TopicPartition partition : some.partitions()) {
                records.computeIfAbsent(partition, key -> new ArrayList<>()).addAll(some.records(partition));
            }
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(early.nextOffsets());
        next.putAll(late.nextOffsets());
        return new ConsumerRecords<>(records, next);
    }
}
