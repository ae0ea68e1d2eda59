package dev.notification.store.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka where the store ends, once a second and not with each batch: under a small load that would cost as much as storing.
 * Only lag tools and the look for a database that was set back read it, so nobody waits for Kafka, and it never runs ahead of
 * PostgreSQL. Called on the thread of the consumer that it is given.
 */
final class ToldOffsets {
    private static final Logger log = LoggerFactory.getLogger(ToldOffsets.class);

    /** How long Kafka may be behind. */
    static final Duration DELAY = Duration.ofSeconds(1);

    private record Untold(long offset, long sinceNanos) {}

    private final Map<TopicPartition, Untold> untold = new ConcurrentHashMap<>();

    /** PostgreSQL confirmed these; Kafka is told now if it has been behind for long enough. */
    void moved(Consumer<?, ?> consumer, Map<TopicPartition, Long> to) {
        long now = System.nanoTime();
        to.forEach((partition, offset) -> untold.merge(
                partition, new Untold(offset, now), (old, moved) -> new Untold(moved.offset(), old.sinceNanos())));
        Collection<TopicPartition> owned = consumer.assignment();
        if (owned.stream().anyMatch(partition -> isLate(partition, now))) tell(consumer, owned);
    }

    private boolean isLate(TopicPartition partition, long now) {
        Untold one = untold.get(partition);
        return one != null && now - one.sinceNanos() >= DELAY.toNanos();
    }

    /** Tells what was not told of these partitions, however short it has been so. */
    void tell(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Untold one = untold.remove(partition);
            if (one != null) offsets.put(partition, new OffsetAndMetadata(one.offset()));
        }
        if (!offsets.isEmpty()) consumer.commitAsync(offsets, this::answered);
    }

    private void answered(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        if (failure == null) return;
        log.debug("Kafka did not take {}, it is told again: {}", offsets, failure.getMessage());
        long now = System.nanoTime();
        offsets.forEach((partition, offset) -> untold.putIfAbsent(partition, new Untold(offset.offset(), now)));
    }

    /** These belong to somebody else now, or are sought anew. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(untold::remove);
    }
}
