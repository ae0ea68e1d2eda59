package dev.notification.store.ingest;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.transaction.TransactionException;

/** Batches from Kafka to {@link Ingestion}, and nothing without a position that PostgreSQL confirmed. */
final class NotificationListener
        implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(NotificationListener.class);

    private final Ingestion ingestion;
    private final Positions positions;
    private final ToldOffsets told = new ToldOffsets();
    private final java.util.function.Consumer<GapException> halt;

    /** @param halt stops ingest; called on a consumer's thread, it must not wait for that thread */
    NotificationListener(Ingestion ingestion, Positions positions, java.util.function.Consumer<GapException> halt) {
        this.ingestion = ingestion;
        this.positions = positions;
        this.halt = halt;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        if (consumer == null) throw new IllegalStateException("The container hands over its consumer");
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        records.forEach(record -> partitions.add(Batch.partition(record)));
        // whatever happens from here on, only success says that the next batch may follow this one
        Map<TopicPartition, Long> from = positions.take(partitions);
        if (!from.keySet().containsAll(partitions)) {
            seekAndDrop(consumer, partitions);
            return;
        }
        // the consumer's position, not last offset + 1: transaction markers lie in between
        Map<TopicPartition, Long> to = at(consumer, partitions);
        Batch batch = new Batch(records, from, to);
        if (!batch.fits() || !positions.follows(batch)) {
            // handed over again after a rebalance, or the consumer went on without this listener
            seekAndDrop(consumer, partitions);
            return;
        }
        try {
            ingestion.ingest(positions.topicId(partitions.iterator().next()), batch);
        } catch (LostPartitionException e) {
            log.warn("Dropped a batch of {} records: {}", records.size(), e.getMessage());
            seekAndDrop(consumer, partitions);
            return;
        }
        positions.moved(to);
        told.moved(consumer, to);
    }

    /** Nothing came for a while. */
    void idle(Consumer<?, ?> consumer) {
        told.tellWhatIsLate(consumer);
    }

    private static Map<TopicPartition, Long> at(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> at = new HashMap<>();
        partitions.forEach(partition -> at.put(partition, consumer.position(partition)));
        return at;
    }

    /** The batch that was handed over began somewhere else than the store ends; the next poll brings the right one. */
    private void seekAndDrop(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        Set<TopicPartition> owned = new LinkedHashSet<>(partitions);
        owned.retainAll(consumer.assignment());
        if (!owned.isEmpty()) seek(consumer, owned);
    }

    private void seek(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        // what was still to be told may be more than the store has now
        told.forget(partitions);
        try {
            positions.seek(consumer, partitions);
            told.moved(consumer, at(consumer, partitions));
        } catch (GapException e) {
            halt.accept(e);
            consumer.pause(partitions);
            consumer.seekToBeginning(partitions);
        }
    }

    /** The consumer's own position is gone from the topic; finds out whether the store's is too. */
    void outOfRange(Consumer<?, ?> consumer) {
        positions.forget(consumer.assignment());
        seekAndDrop(consumer, consumer.assignment());
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        forget(partitions);
        if (partitions.isEmpty()) return;
        try {
            seek(consumer, Set.copyOf(partitions));
        } catch (DataAccessException | TransactionException | KafkaException | LostPartitionException e) {
            // from the beginning there is surely something to hand over, and the listener seeks before it stores
            log.warn("No position for {} yet: {}", partitions, e.getMessage());
            consumer.seekToBeginning(partitions);
        }
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        told.tell(consumer, partitions);
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        positions.forget(partitions);
        told.forget(partitions);
    }
}
