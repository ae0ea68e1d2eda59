package dev.notification.store.ingest;

import dev.notification.store.database.ArrayParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code kafka_offset}: how far each partition is stored. Of one Kafka topic, under its current id. */
final class Offsets {
    private static final String READ = """
            select partition, next_offset from kafka_offset where topic_id = ?
            """;
    private static final String BEGIN = """
            insert into kafka_offset (topic_id, partition, topic, next_offset) values (?, ?, ?, ?)
            on conflict (topic_id, partition) do nothing
            """;
    /** Locks in order of partition, then moves only rows that still hold what their owner last wrote. */
    private static final String MOVE = """
            with moves as (select * from unnest(?, ?, ?) as m (partition, expected, next)),
                 held as (select o.partition from kafka_offset o
                          where o.topic_id = ? and o.partition in (select partition from moves)
                          order by o.partition for update)
            update kafka_offset o set next_offset = m.next
            from moves m join held h using (partition)
            where o.topic_id = ? and o.partition = m.partition and o.next_offset = m.expected
            """;

    private static final String OTHER_LIVES = """
            select count(*) from kafka_offset where topic = ? and topic_id <> ? and next_offset > 0
            """;

    private final JdbcTemplate jdbc;

    Offsets(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The next offset of each partition that has a row. */
    Map<Integer, Long> read(String topicId) {
        Map<Integer, Long> next = new HashMap<>();
        jdbc.query(
                READ,
                row -> {
                    next.put(row.getInt(1), row.getLong(2));
                },
                topicId);
        return next;
    }

    /** Gives a partition its row; leaves one that is there as it is. */
    void begin(String topicId, TopicPartition partition, long offset) {
        jdbc.update(BEGIN, topicId, partition.partition(), partition.topic(), offset);
    }

    /** Whether an earlier topic of this name was read from. */
    boolean hadEarlierTopic(String topic, String topicId) {
        Long count = jdbc.queryForObject(OTHER_LIVES, Long.class, topic, topicId);
        return count != null && count > 0;
    }

    /**
     * Moves all partitions of the batch, inside the caller's transaction.
     *
     * @throws LostPartitionException when one of them no longer stands where this owner left it
     */
    void move(String topicId, Batch batch) {
        List<TopicPartition> partitions = List.copyOf(batch.to().keySet());
        long[] numbers =
                partitions.stream().mapToLong(TopicPartition::partition).toArray();
        long[] expected = partitions.stream()
                .mapToLong(p -> batch.from().getOrDefault(p, -1L))
                .toArray();
        long[] next = partitions.stream()
                .mapToLong(p -> batch.to().getOrDefault(p, -1L))
                .toArray();
        int moved = jdbc.update(
                MOVE,
                new ArrayParameters()
                        .array(numbers)
                        .array(expected)
                        .array(next)
                        .value(topicId)
                        .value(topicId));
        if (moved != partitions.size()) throw new LostPartitionException(moved, partitions);
    }
}
