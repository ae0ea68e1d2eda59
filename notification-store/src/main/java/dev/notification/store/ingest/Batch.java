package dev.notification.store.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of one poll and the moves of their partitions' positions that storing them amounts to.
 *
 * @param from where this owner left each partition, the value the compare-and-set expects
 * @param to where each partition stands afterwards
 */
record Batch(
        List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {

    /** Whether all records lie between where their partitions stood and where they stand. */
    boolean fits() {
        return records.stream()
                .allMatch(record -> from.getOrDefault(partition(record), Long.MAX_VALUE) <= record.offset()
                        && record.offset() < to.getOrDefault(partition(record), 0L));
    }

    /** The offset of the first record of each partition. */
    Map<TopicPartition, Long> firsts() {
        Map<TopicPartition, Long> firsts = new HashMap<>();
        records.forEach(record -> firsts.merge(partition(record), record.offset(), Math::min));
        return firsts;
    }

    /** The first half of the records and the second, whose moves together are this batch's. */
    List<Batch> halves() {
        List<ConsumerRecord<byte[], byte[]>> head = records.subList(0, records.size() / 2);
        List<ConsumerRecord<byte[], byte[]>> tail = records.subList(records.size() / 2, records.size());
        Map<TopicPartition, Long> tailTo = new HashMap<>();
        tail.forEach(record -> tailTo.computeIfAbsent(partition(record), to::get));
        Map<TopicPartition, Long> headTo = new HashMap<>();
        head.forEach(record -> headTo.put(
                partition(record),
                tailTo.containsKey(partition(record)) ? Long.valueOf(record.offset() + 1) : to.get(partition(record))));
        Map<TopicPartition, Long> headFrom = new HashMap<>(from);
        headFrom.keySet().retainAll(headTo.keySet());
        Map<TopicPartition, Long> tailFrom = new HashMap<>(from);
        tailFrom.keySet().retainAll(tailTo.keySet());
        headTo.forEach(tailFrom::replace);
        return List.of(new Batch(head, headFrom, headTo), new Batch(tail, tailFrom, tailTo));
    }

    static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
