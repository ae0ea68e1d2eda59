package dev.notification.store.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchTests {
    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

    private static Stream<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
    }

    private static Batch batch(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Stream<ConsumerRecord<byte[], byte[]>> records) {
        return new Batch(records.toList(), from, to);
    }

    @Test
    void dividesOnePartitionWithoutAGapBetweenTheHalves() {
        List<Batch> halves = batch(Map.of(ZERO, 10L), Map.of(ZERO, 17L), records(ZERO, 11, 12, 14, 15))
                .halves();

        assertThat(halves.get(0).from()).isEqualTo(Map.of(ZERO, 10L));
        assertThat(halves.get(0).to()).isEqualTo(Map.of(ZERO, 13L));
        assertThat(halves.get(1).from()).isEqualTo(Map.of(ZERO, 13L));
        assertThat(halves.get(1).to()).isEqualTo(Map.of(ZERO, 17L));
        assertThat(halves.get(1).records()).extracting(ConsumerRecord::offset).containsExactly(14L, 15L);
    }

    @Test
    void movesAPartitionInTheHalfThatHoldsItsRecords() {
        List<Batch> halves = batch(
                        Map.of(ZERO, 0L, ONE, 5L),
                        Map.of(ZERO, 4L, ONE, 9L),
                        Stream.concat(records(ZERO, 0, 1), records(ONE, 5, 6)))
                .halves();

        assertThat(halves.get(0).from()).isEqualTo(Map.of(ZERO, 0L));
        assertThat(halves.get(0).to()).isEqualTo(Map.of(ZERO, 4L));
        assertThat(halves.get(1).from()).isEqualTo(Map.of(ONE, 5L));
        assertThat(halves.get(1).to()).isEqualTo(Map.of(ONE, 9L));
    }

    @Test
    void dividesDownToOneRecord() {
        List<Batch> halves = batch(
                        Map.of(ZERO, 0L, ONE, 0L),
                        Map.of(ZERO, 2L, ONE, 1L),
                        Stream.concat(records(ZERO, 0, 1), records(ONE, 0)))
                .halves();

        assertThat(halves.get(0).records()).hasSize(1);
        assertThat(halves.get(0).to()).isEqualTo(Map.of(ZERO, 1L));
        assertThat(halves.get(1).from()).isEqualTo(Map.of(ZERO, 1L, ONE, 0L));
        assertThat(halves.get(1).to()).isEqualTo(Map.of(ZERO, 2L, ONE, 1L));
    }

    @Test
    void fitsOnlyBetweenItsPositions() {
        assertThat(batch(Map.of(ZERO, 3L), Map.of(ZERO, 6L), records(ZERO, 3, 5))
                        .fits())
                .isTrue();
        assertThat(batch(Map.of(ZERO, 4L), Map.of(ZERO, 6L), records(ZERO, 3, 5))
                        .fits())
                .isFalse();
        assertThat(batch(Map.of(ZERO, 3L), Map.of(ZERO, 5L), records(ZERO, 3, 5))
                        .fits())
                .isFalse();
    }

    @Test
    void knowsTheFirstRecordOfEachPartition() {
        assertThat(batch(Map.of(), Map.of(), Stream.concat(records(ONE, 7, 8), records(ZERO, 2)))
                        .firsts())
                .isEqualTo(Map.of(ONE, 7L, ZERO, 2L));
    }
}
