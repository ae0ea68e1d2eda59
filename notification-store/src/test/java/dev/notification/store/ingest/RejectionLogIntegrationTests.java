package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notification.api.CloudEventWriter;
import dev.notification.api.RecordHeaders;
import dev.notification.store.CountedStatements;
import dev.notification.store.RejectionEntry;
import dev.notification.store.RejectionQuery;
import dev.notification.store.Rejections;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** What a batch leaves of the records it refuses, once it is committed. Batches are made by hand, in a partition of each test's own. */
class RejectionLogIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS)
            .with(CountedStatements.Counting.class)
            .start();
    private static final String TOPIC_ID = "made by hand";
    private static int lastPartition = 100;

    private final TopicPartition partition = new TopicPartition(TOPICS.notifications(), ++lastPartition);

    @BeforeEach
    void begin() {
        STORE.bean(Ingestion.Tables.class).offsets().begin(TOPIC_ID, partition, 0);
    }

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    /** Good and bad records in turn. */
    private Batch batch(int good, int bad) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < Math.max(good, bad); i++) {
            if (i < good) {
                add(records, Objects.requireNonNull(CloudEventWriter.structured(to("r", partition + "-" + i))));
            }
            if (i < bad) add(records, ("bad " + i).getBytes(UTF_8));
        }
        return new Batch(records, Map.of(partition, 0L), Map.of(partition, (long) records.size()));
    }

    private void add(List<ConsumerRecord<byte[], byte[]>> records, byte[] value) {
        records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), records.size(), null, value));
    }

    private static void ingest(Batch batch) {
        STORE.bean(Ingestion.class).ingest(TOPIC_ID, batch);
    }

    private List<RejectionEntry> entries() {
        return STORE.bean(Rejections.class)
                .list(new RejectionQuery(null, partition.partition(), null, null, null, 1_000));
    }

    private List<ConsumerRecord<byte[], byte[]>> letters() {
        return TOPICS.rejected().stream()
                .filter(letter -> header(letter, RecordHeaders.ORIGINAL_PARTITION)
                        .equals(Integer.toString(partition.partition())))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void hasOneEntryForEachRefusedRecordWithThePlaceOfItsLetter() {
        ingest(batch(3, 5));

        List<ConsumerRecord<byte[], byte[]>> letters = letters();
        List<RejectionEntry> entries = entries();
        assertThat(entries).hasSize(5).extracting(RejectionEntry::offset).containsExactly(7L, 6L, 5L, 3L, 1L);
        for (RejectionEntry entry : entries) {
            ConsumerRecord<byte[], byte[]> letter = letters.stream()
                    .filter(one -> header(one, RecordHeaders.ORIGINAL_OFFSET).equals(Long.toString(entry.offset())))
                    .findFirst()
                    .orElseThrow();
            assertThat(entry.topic()).isEqualTo(TOPICS.notifications());
            assertThat(entry.code())
                    .isEqualTo("not-a-cloudevent")
                    .isEqualTo(header(letter, RecordHeaders.REJECTION_CODE));
            assertThat(entry.detail()).isEqualTo(header(letter, RecordHeaders.REJECTION_DETAIL));
            assertThat(entry.letter())
                    .isEqualTo(new RejectionEntry.Letter(TOPICS.dlt(), letter.partition(), letter.offset(), false));
            assertThat(entry.replayedAt()).isNull();
        }
    }

    @Test
    void asksForOneStatementMoreHoweverManyAreRefused() {
        CountedStatements statements = STORE.bean(CountedStatements.class);
        statements.clear();
        ingest(batch(1, 400));
        // offsets, keys, inboxes, content, deliveries, rejections
        assertThat(statements.ofThisThread()).hasSize(6);
        assertThat(entries()).hasSize(400);
    }

    @Test
    void forgetsWhatWasRolledBackAndHasTheLetterOfTheTryThatWasCommitted() {
        DATABASE.sql().execute("""
                create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
                create trigger fail after insert on rejection for each statement execute function fail()""");
        try {
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> ingest(batch(1, 2)));
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> ingest(batch(1, 2)));
        } finally {
            DATABASE.sql().execute("drop trigger fail on rejection; drop function fail()");
        }
        assertThat(entries()).isEmpty();
        assertThat(letters()).hasSize(4);

        ingest(batch(1, 2));
        List<ConsumerRecord<byte[], byte[]>> letters = letters();
        assertThat(letters).hasSize(6);
        assertThat(entries())
                .extracting(entry -> entry.letter().offset())
                .containsExactly(letters.get(5).offset(), letters.get(4).offset());
    }

    @Test
    void addsNothingForAZombie() {
        ingest(batch(0, 2));
        assertThatExceptionOfType(LostPartitionException.class).isThrownBy(() -> ingest(batch(0, 2)));
        assertThat(entries()).hasSize(2);
        assertThat(letters()).hasSize(2);
    }
}
