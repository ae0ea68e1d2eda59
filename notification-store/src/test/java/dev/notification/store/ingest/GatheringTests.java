package dev.notification.store.ingest;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.junit.jupiter.api.Test;

class GatheringTests {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final AtomicLong now = new AtomicLong();
    private final List<Long> rests = new ArrayList<>();
    private final Gathering gathering = new Gathering(100, now::get, rests::add);
    /** What the consumer's next polls bring. */
    private final Deque<Supplier<ConsumerRecords<byte[], byte[]>>> polls = new ArrayDeque<>();

    private final List<Duration> timeouts = new ArrayList<>();

    @Test
    void handsOverAtOnceWhatComesAfterAPause() {
        polls.add(records(0, 0));
        assertThat(offsets(poll())).containsExactly(0L);
        assertThat(timeouts).containsExactly(TIMEOUT);
    }

    @Test
    void gathersWhatCameWhileItWorked() {
        polls.addAll(List.of(records(0, 0), records(0, 1), records(0, 2, 3)));
        poll();
        ConsumerRecords<byte[], byte[]> gathered = poll();
        assertThat(offsets(gathered)).containsExactly(1L, 2L, 3L);
        assertThat(gathered.nextOffsets()).containsExactly(Map.entry(partition(0), new OffsetAndMetadata(4)));
        assertThat(timeouts).containsExactly(TIMEOUT, Duration.ZERO, Duration.ofMillis(1));
    }

    @Test
    void keepsPartitionsApart() {
        polls.addAll(List.of(records(0, 0), records(0, 1), records(1, 7)));
        poll();
        ConsumerRecords<byte[], byte[]> gathered = poll();
        assertThat(gathered.records(partition(0))).hasSize(1);
        assertThat(gathered.records(partition(1))).hasSize(1);
        assertThat(gathered.nextOffsets())
                .containsOnly(
                        Map.entry(partition(0), new OffsetAndMetadata(2)),
                        Map.entry(partition(1), new OffsetAndMetadata(8)));
    }

    @Test
    void waitsAsLongAsItMayWhenNothingCameWhileItWorked() {
        polls.addAll(List.of(records(0, 0), records(0), records(0, 1)));
        poll();
        assertThat(offsets(poll())).containsExactly(1L);
        assertThat(timeouts).containsExactly(TIMEOUT, Duration.ZERO, TIMEOUT);
    }

    @Test
    void restsAsLongAsItWorkedAndNoLongerThanItMay() {
        polls.addAll(
                List.of(records(0, 0), records(0), records(0, 1), records(0), records(0, 2), records(0), records(0)));
        poll();
        now.addAndGet(MILLISECONDS.toNanos(15));
        poll();
        now.addAndGet(MILLISECONDS.toNanos(40));
        poll();
        assertThat(rests).containsExactly(MILLISECONDS.toNanos(15), MILLISECONDS.toNanos(25));
    }

    /** Who retries a batch polls so, and must neither wait nor hear what somebody else deals with. */
    @Test
    void stepsAsideForWhoDoesNotWait() {
        polls.addAll(List.of(records(0, 0), records(0, 1), failure(new AuthorizationException("no")), records(0)));
        poll();
        poll();
        assertThat(gathering.poll(Duration.ZERO, this::answer)).isEmpty();
        assertThat(rests).hasSize(1);
        assertThatThrownBy(this::poll).isInstanceOf(AuthorizationException.class);
    }

    @Test
    void neitherRestsNorGathersWithABacklog() {
        polls.addAll(List.of(records(0, LongStream.range(0, 10).toArray()), records(0, 10)));
        poll();
        poll();
        assertThat(timeouts).containsExactly(TIMEOUT, TIMEOUT);
        polls.add(records(0, LongStream.range(11, 21).toArray()));
        assertThat(offsets(poll())).hasSize(10);
        assertThat(timeouts).containsExactly(TIMEOUT, TIMEOUT, Duration.ZERO);
        assertThat(rests).hasSize(1);
    }

    /** Else it would alternate between what it gathered and what it did not. */
    @Test
    void takesNoGatheredBatchForABacklog() {
        polls.addAll(List.of(records(0, 0), records(0, 1, 2, 3, 4, 5, 6), records(0, 7, 8, 9, 10, 11)));
        poll();
        assertThat(offsets(poll())).hasSize(11);
        polls.addAll(List.of(records(0, 12), records(0, 13)));
        assertThat(offsets(poll())).containsExactly(12L, 13L);
    }

    @Test
    void neverHandsOverMoreThanTheMost() {
        polls.addAll(List.of(records(0, 0), records(0, LongStream.range(1, 10).toArray())));
        polls.add(records(0, LongStream.range(10, 10 + gathering.maxPolled()).toArray()));
        poll();
        assertThat(offsets(poll())).hasSizeLessThanOrEqualTo(100).hasSize(9 + gathering.maxPolled());
        assertThat(new Gathering(1).maxPolled()).isEqualTo(1);
    }

    /** Else what was polled before would be lost. */
    @Test
    void throwsWhatFailedAfterTheRecordsAreHandedOver() {
        polls.addAll(List.of(records(0, 0), records(0, 1), failure(new AuthorizationException("no"))));
        poll();
        assertThat(offsets(poll())).containsExactly(1L);
        assertThatThrownBy(this::poll).isInstanceOf(AuthorizationException.class);
        polls.addAll(List.of(records(0), records(0, 2)));
        assertThat(offsets(poll())).containsExactly(2L);
    }

    @Test
    void throwsWhatFailsBeforeThereAreRecords() {
        polls.add(failure(new KafkaException("down")));
        assertThatThrownBy(this::poll).isInstanceOf(KafkaException.class).hasMessage("down");
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        return gathering.poll(TIMEOUT, this::answer);
    }

    private ConsumerRecords<byte[], byte[]> answer(Duration timeout) {
        timeouts.add(timeout);
        return polls.remove().get();
    }

    private static Supplier<ConsumerRecords<byte[], byte[]>> failure(KafkaException failure) {
        return () -> {
            throw failure;
        };
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("t", number);
    }

    private static Supplier<ConsumerRecords<byte[], byte[]>> records(int partition, long... offsets) {
        if (offsets.length == 0) return ConsumerRecords::empty;
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<>("t", partition, offset, new byte[0], new byte[0]))
                .toList();
        return () -> new ConsumerRecords<>(
                Map.of(partition(partition), records),
                Map.of(partition(partition), new OffsetAndMetadata(offsets[offsets.length - 1] + 1)));
    }

    private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records) {
        List<Long> offsets = new ArrayList<>();
        records.forEach(record -> offsets.add(record.offset()));
        return offsets;
    }
}
