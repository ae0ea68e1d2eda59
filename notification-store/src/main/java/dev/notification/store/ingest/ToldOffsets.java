package dev.notification.store.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka where the store ends, once a second and not with each batch: under a small load that would cost as much as storing.
 * Only lag tools and the look for a database that was set back read it, so nobody waits for Kafka, and it never runs ahead of
 * PostgreSQL. Called on the thread of the consumer that it is given.
 */
final class ToldOffsets {
    private static final Logger log = LoggerFactory.getLogger(ToldOffsets.class);

    /** How long Kafka may be behind before it is told, and how long an answer may take before it is told again. */
    static final Duration DELAY = Duration.ofSeconds(1);

    private record Untold(long offset, long sinceNanos) {}

    /** What Kafka has not confirmed. */
    private final Map<TopicPartition, Untold> untold = new ConcurrentHashMap<>();

    private final AtomicBoolean refused = new AtomicBoolean();

    /** PostgreSQL confirmed these. */
    void moved(Consumer<?, ?> consumer, Map<TopicPartition, Long> to) {
        long now = System.nanoTime();
        to.forEach((partition, offset) -> untold.merge(
                partition, new Untold(offset, now), (old, moved) -> new Untold(moved.offset(), old.sinceNanos())));
        tellWhatIsLate(consumer);
    }

    /** Tells everything as soon as something of this consumer's partitions waits for long enough. */
    void tellWhatIsLate(Consumer<?, ?> consumer) {
        long now = System.nanoTime();
        Collection<TopicPartition> owned = consumer.assignment();
        if (owned.stream().anyMatch(partition -> isLate(untold.get(partition), now))) tell(consumer, owned);
    }

    private static boolean isLate(@Nullable Untold one, long now) {
        return one != null && now - one.sinceNanos() >= DELAY.toNanos();
    }

    /** Tells what was not told of these partitions, however short it has been so. */
    void tell(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        long now = System.nanoTime();
        Map<TopicPartition, Untold> sent = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Untold one = untold.computeIfPresent(partition, (known, old) -> new Untold(old.offset(), now));
            if (one != null) sent.put(partition, one);
        }
        if (sent.isEmpty()) return;
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        sent.forEach((partition, one) -> offsets.put(partition, new OffsetAndMetadata(one.offset())));
        try {
            consumer.commitAsync(offsets, (told, failure) -> answered(sent, failure));
        } catch (KafkaException unasked) {
            // of what an earlier answer said, such as that this consumer is fenced; the next poll says it too, to who
            // deals with it
            answered(sent, unasked);
        }
    }

    /** What moved on or was forgotten meanwhile is another entry, or none. */
    private void answered(Map<TopicPartition, Untold> sent, @Nullable Exception failure) {
        if (failure == null) {
            sent.forEach(untold::remove);
            refused.set(false);
        } else if (refused.compareAndSet(false, true)) {
            log.warn("Kafka does not take offsets, so its tools show a lag that is none: {}", failure.getMessage());
        }
    }

    /** These belong to somebody else now, or are sought anew. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(untold::remove);
    }
}
