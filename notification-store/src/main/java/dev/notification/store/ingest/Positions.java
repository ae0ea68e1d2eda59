package dev.notification.store.ingest;

import dev.notification.store.database.Epochs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this process stands in each partition it owns: what it last wrote to {@code kafka_offset}. A partition without a
 * position is unsought: nothing of it may be stored until {@link #seek} asked PostgreSQL, which alone knows.
 */
final class Positions {
    private static final Logger log = LoggerFactory.getLogger(Positions.class);
    private static final long SEE_TOPIC_NANOS = Duration.ofSeconds(1).toNanos();

    private final String topic;
    private final Offsets offsets;
    private final Epochs epochs;
    private final Admin admin;
    private final Map<Integer, Long> acceptedGaps;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> reached = new ConcurrentHashMap<>();
    private final Map<TopicPartition, String> topicIds = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> holes = new ConcurrentHashMap<>();
    private final AtomicLong topicSeen = new AtomicLong(System.nanoTime() - SEE_TOPIC_NANOS);

    Positions(String topic, Offsets offsets, Epochs epochs, Admin admin, Map<Integer, Long> acceptedGaps) {
        this.topic = topic;
        this.offsets = offsets;
        this.epochs = epochs;
        this.admin = admin;
        this.acceptedGaps = acceptedGaps;
    }

    /**
     * Where these partitions stand, those that are sought; all of them are unsought afterwards, until {@link #moved} or
     * {@link #seek}.
     */
    Map<TopicPartition, Long> take(Set<TopicPartition> partitions) {
        forgetFormerTopic();
        Map<TopicPartition, Long> taken = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long position = positions.remove(partition);
            if (position != null) taken.put(partition, position);
        }
        return taken;
    }

    /**
     * A client goes on in a topic that was deleted and made anew as if nothing had happened, where the new one is long
     * enough. Asked once a second, and nobody waits for the answer: what is written into it before that comes, and beyond
     * the old position, is not noticed.
     */
    private void forgetFormerTopic() {
        long now = System.nanoTime();
        long last = topicSeen.get();
        if (now - last < SEE_TOPIC_NANOS || !topicSeen.compareAndSet(last, now)) return;
        var unused = describe().whenComplete((topics, failure) -> {
            if (failure == null) forgetAllBut(idOf(topics));
            else log.debug("Topic {} cannot be described now, asking again: {}", topic, failure.getMessage());
        });
    }

    private void forgetAllBut(String topicId) {
        topicIds.forEach((partition, known) -> {
            if (!known.equals(topicId)) positions.remove(partition);
        });
    }

    /**
     * Whether the batch begins where the positions it was made of end. A hole before its first record is believed when it
     * is still there after one more seek: then it is in the topic (an aborted transaction), else records were passed over.
     */
    boolean follows(Batch batch) {
        boolean follows = true;
        for (Map.Entry<TopicPartition, Long> first : batch.firsts().entrySet()) {
            Long from = batch.from().get(first.getKey());
            if (first.getValue().equals(from)) continue;
            if (!Objects.equals(holes.put(first.getKey(), from), from)) follows = false;
        }
        return follows;
    }

    String topicId(TopicPartition partition) {
        return topicIds.getOrDefault(partition, "");
    }

    void moved(Map<TopicPartition, Long> to) {
        positions.putAll(to);
        reached.putAll(to);
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(positions::remove);
        partitions.forEach(reached::remove);
    }

    /** Where the store ends in each partition that this process has, for looking only. */
    Map<TopicPartition, Long> reached() {
        return Map.copyOf(reached);
    }

    /**
     * Puts the consumer where the store ends in each of its partitions given.
     *
     * @throws org.springframework.dao.DataAccessException or KafkaException when that cannot be found out now
     * @throws GapException when records in between are gone
     */
    void seek(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        String topicId = currentTopicId();
        // first what was confirmed before, last where Kafka ends: whoever owned a partition before may still go on
        Map<TopicPartition, Long> confirmed = confirmed(consumer, partitions, topicId);
        Map<Integer, Long> stored = offsets.read(topicId);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (stored.isEmpty() && offsets.hadEarlierTopic(topic, topicId)) {
            log.warn(
                    "Kafka topic {} is another one than before (now {}): reading it from its beginning",
                    topic,
                    topicId);
        }
        renewEpochIfSetBack(consumer, confirmed, stored);
        for (TopicPartition partition : partitions) {
            long begin = begins.getOrDefault(partition, 0L);
            long next = next(topicId, partition, stored, begin, ends.getOrDefault(partition, begin));
            consumer.seek(partition, next);
            topicIds.put(partition, topicId);
            positions.put(partition, next);
            reached.put(partition, next);
        }
    }

    private long next(String topicId, TopicPartition partition, Map<Integer, Long> stored, long begin, long end) {
        Long next = stored.get(partition.partition());
        if (next == null) {
            offsets.begin(topicId, partition, begin);
            return begin;
        }
        if (begin <= next && next <= end) return next;
        Long accepted = acceptedGaps.get(partition.partition());
        if (accepted == null || accepted < begin || accepted > end) {
            throw new GapException(partition, next, begin, end);
        }
        log.warn("Partition {}: going on at offset {} instead of {}, as configured", partition, accepted, next);
        offsets.move(topicId, new Batch(java.util.List.of(), Map.of(partition, next), Map.of(partition, accepted)));
        return accepted;
    }

    /** What PostgreSQL confirmed earlier, as far as Kafka was told or this process saw it itself. */
    private Map<TopicPartition, Long> confirmed(
            Consumer<?, ?> consumer, Set<TopicPartition> partitions, String topicId) {
        Map<TopicPartition, Long> confirmed = new HashMap<>();
        consumer.committed(partitions).forEach((partition, told) -> {
            if (told != null) confirmed.put(partition, told.offset());
        });
        for (TopicPartition partition : partitions) {
            Long own = topicId.equals(topicIds.get(partition)) ? reached.get(partition) : null;
            if (own != null) confirmed.merge(partition, own, Math::max);
        }
        return confirmed;
    }

    /** When PostgreSQL has less than it confirmed, it was set back since. */
    private void renewEpochIfSetBack(
            Consumer<?, ?> consumer, Map<TopicPartition, Long> confirmed, Map<Integer, Long> stored) {
        Map<TopicPartition, OffsetAndMetadata> setBack = new HashMap<>();
        confirmed.forEach((partition, known) -> {
            Long next = stored.get(partition.partition());
            if (next == null || known <= next) return;
            log.warn("{}: {} was committed, {} is stored: the database was set back", partition, known, next);
            setBack.put(partition, new OffsetAndMetadata(next));
        });
        if (setBack.isEmpty()) return;
        epochs.renew();
        // so that the next look does not see the same once more
        setBack.forEach((partition, next) -> reached.replace(partition, next.offset()));
        consumer.commitSync(setBack);
    }

    private String currentTopicId() {
        try {
            return idOf(describe().get());
        } catch (ExecutionException e) {
            throw new KafkaException("Cannot describe topic " + topic, e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private KafkaFuture<Map<String, TopicDescription>> describe() {
        return admin.describeTopics(Set.of(topic)).allTopicNames();
    }

    private static String idOf(Map<String, TopicDescription> topics) {
        return topics.values().iterator().next().topicId().toString();
    }
}
