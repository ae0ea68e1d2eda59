package dev.notification.store.rejection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notification.api.RecordHeaders;
import dev.notification.store.AuditEntry;
import dev.notification.store.AuditQuery;
import dev.notification.store.AuditTrail;
import dev.notification.store.Author;
import dev.notification.store.RejectionEntry;
import dev.notification.store.RejectionQuery;
import dev.notification.store.Rejections;
import dev.notification.store.Replay;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class ReplayIntegrationTests {
    private static final Author ANN = new Author("ann", "192.0.2.7");
    private static final String EXPIRED = "2020-01-01T00:00:00Z";

    private final TestDatabase database = TestDatabase.create();
    private final TestTopics topics = TestTopics.create(2);
    private TestStore store = TestStore.on(database, topics)
            .with("notification.ingest.max-data-bytes=1024")
            .start();

    @AfterEach
    void stop() {
        store.close();
        topics.close();
    }

    /** Of 2,000 bytes of data, with headers of all kinds. */
    private ProducerRecord<byte[], byte[]> event(String id, String more) {
        String json =
                "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/r\",\"type\":\"t\",\"recipient\":\"rita\"%s,\"data\":\"%s\"}"
                        .formatted(id, more, "x".repeat(2_000));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topics.notifications(), 1, "a key".getBytes(UTF_8), json.getBytes(UTF_8));
        record.headers()
                .add(RecordHeaders.CONTENT_TYPE, RecordHeaders.STRUCTURED_JSON.getBytes(UTF_8))
                .add("twice", new byte[] {0, (byte) 0xff})
                .add("twice", null)
                // as if its producer had taken it out of a dead-letter topic by hand
                .add(RecordHeaders.REJECTION_CODE, "former".getBytes(UTF_8))
                .add(RecordHeaders.ORIGINAL_OFFSET, "7".getBytes(UTF_8));
        return record;
    }

    private RejectionEntry refused(ProducerRecord<byte[], byte[]> record) {
        var place = topics.put(record);
        return entry(place.partition(), place.offset());
    }

    private RejectionEntry entry(int partition, long offset) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> entries().stream()
                                .filter(one -> one.partition() == partition && one.offset() == offset)
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    private List<RejectionEntry> entries() {
        return store.bean(Rejections.class).list(new RejectionQuery(null, null, null, null, null, 100));
    }

    private Replay replay(RejectionEntry entry) {
        return store.bean(Rejections.class).replay(entry.partition(), entry.offset(), ANN);
    }

    private List<AuditEntry> audit() {
        return store.bean(AuditTrail.class).list(new AuditQuery(null, null, null, null, null, null, null, 100));
    }

    private void storesUpTo(int bytes) {
        store.close();
        store = TestStore.on(database, topics)
                .with("notification.ingest.max-data-bytes=" + bytes)
                .start();
    }

    private ConsumerRecord<byte[], byte[]> recordAt(Replay.Done place) {
        return topics.read(topics.notifications()).stream()
                .filter(record -> record.partition() == place.partition() && record.offset() == place.offset())
                .findFirst()
                .orElseThrow();
    }

    private void holds(String... ids) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(database.ids("rita")).containsExactly(ids));
    }

    @Test
    void storesTheVeryRecordOnceTheCauseIsGone() {
        ProducerRecord<byte[], byte[]> event = event("a", "");
        RejectionEntry entry = refused(event);
        assertThat(entry.code()).isEqualTo("too-large");
        storesUpTo(65_536);
        assertThat(database.ids("rita")).isEmpty();

        Replay replay = replay(entry);

        assertThat(replay).isInstanceOf(Replay.Done.class);
        Replay.Done done = (Replay.Done) replay;
        assertThat(done.partition()).isEqualTo(1);
        ConsumerRecord<byte[], byte[]> again = recordAt(done);
        assertThat(again.key()).isEqualTo(event.key());
        assertThat(again.value()).isEqualTo(event.value());
        assertThat(again.headers().toArray()).isEqualTo(event.headers().toArray());
        holds("a");
        assertThat(entry(entry.partition(), entry.offset()).replayedAt()).isNotNull();
        assertThat(audit()).singleElement().satisfies(change -> {
            assertThat(change.author()).isEqualTo(ANN);
            assertThat(change.action()).isEqualTo("replay");
            assertThat(change.recipient()).isNull();
            assertThat(change.notification()).isNull();
            assertThat(change.detail().replace(" ", ""))
                    .contains("\"partition\":1", "\"offset\":" + entry.offset(), "\"code\":\"too-large\"")
                    .contains("\"newPartition\":1", "\"newOffset\":" + done.offset());
        });

        // once more: nothing happens twice
        assertThat(replay(entry)).isEqualTo(new Replay.Done(1, done.offset() + 1));
        topics.put(event("b", ""));
        holds("a", "b");
        assertThat(audit()).hasSize(2);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void isRefusedAgainWithAnEntryOfItsOwnWhileTheCauseIsThere() {
        RejectionEntry entry = refused(event("e", ",\"expirytime\":\"" + EXPIRED + "\""));

        Replay.Done done = (Replay.Done) replay(entry);

        RejectionEntry second = entry(done.partition(), done.offset());
        assertThat(entries()).hasSize(2);
        assertThat(second.replayedAt()).isNull();
        // and what comes of that one has no headers of either rejection
        Replay.Done third = (Replay.Done) replay(second);
        assertThat(recordAt(third).headers().toArray())
                .isEqualTo(event("e", "").headers().toArray());
    }

    @Test
    void isNotDoneWithTheBeginningOfARecord() {
        try (var packing = topics.producer(Map.of("compression.type", "gzip", "max.request.size", 16 * 1024 * 1024))) {
            var place = TestTopics.get(
                    packing.send(new ProducerRecord<>(topics.notifications(), 0, null, new byte[3 * 1024 * 1024])));
            RejectionEntry entry = entry(place.partition(), place.offset());
            assertThat(entry.letter().truncated()).isTrue();
            assertThat(replay(entry)).isEqualTo(Replay.Refused.TRUNCATED);
        }
        changedNothing(1);
    }

    @Test
    void isNotDoneWithWhatTheTopicTakesNoLonger() {
        RejectionEntry entry = refused(event("l", ",\"expirytime\":\"" + EXPIRED + "\""));
        var resource = new org.apache.kafka.common.config.ConfigResource(
                org.apache.kafka.common.config.ConfigResource.Type.TOPIC, topics.notifications());
        var limit = new org.apache.kafka.clients.admin.AlterConfigOp(
                new org.apache.kafka.clients.admin.ConfigEntry("max.message.bytes", "1500"),
                org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET);
        TestTopics.get(topics.admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(limit)))
                .all());

        assertThat(replay(entry)).isEqualTo(Replay.Refused.TOO_LARGE);
        changedNothing(1);
    }

    @Test
    void isNotDoneWithALetterThatIsGone() {
        RejectionEntry entry = refused(event("g", ""));
        TestTopics.get(topics.admin()
                .deleteRecords(Map.of(
                        new TopicPartition(topics.dlt(), 0),
                        RecordsToDelete.beforeOffset(entry.letter().offset() + 1)))
                .all());

        assertThat(replay(entry)).isEqualTo(Replay.Refused.GONE);
        changedNothing(1);
    }

    @Test
    void isNotDoneWithAnotherRecordInThePlaceOfTheLetter() {
        RejectionEntry entry = refused(event("o", ""));
        database.sql().update("update rejection set letter_topic = ?", topics.prefix() + ".nowhere");
        assertThat(replay(entry)).isEqualTo(Replay.Refused.GONE);

        TestTopics.get(topics.admin()
                .createTopics(List.of(new NewTopic(topics.prefix() + ".other", 1, (short) 1)))
                .all());
        database.sql().update("update rejection set letter_topic = ?", topics.prefix() + ".other");
        assertThat(replay(entry)).isEqualTo(Replay.Refused.GONE);
        topics.put(foreign("rejection-code", "rejection-detail", "original-topic", "original-partition"));
        assertThat(replay(entry)).isEqualTo(Replay.Refused.GONE);
        var place = topics.put(foreign(
                "rejection-code", "rejection-detail", "original-topic", "original-partition", "original-offset"));
        database.sql().update("update rejection set letter_offset = ?", place.offset());
        assertThat(replay(entry)).isEqualTo(Replay.Refused.GONE);
        changedNothing(1);
    }

    private ProducerRecord<byte[], byte[]> foreign(String... headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topics.prefix() + ".other", 0, null, new byte[1]);
        for (String name : headers) record.headers().add(name, "0".getBytes(UTF_8));
        return record;
    }

    @Test
    void isNotDoneWithWhatWasNeverRefused() {
        assertThat(store.bean(Rejections.class).replay(0, 12, ANN)).isEqualTo(Replay.Refused.UNKNOWN);
        changedNothing(0);
    }

    @Test
    void takesTheNewestOfAPlaceThatIsThereTwice() {
        RejectionEntry entry = refused(event("n", ""));
        database.sql().update("""
                insert into rejection (topic, partition, record_offset, code, detail, rejected_at,
                                       letter_topic, letter_partition, letter_offset, truncated)
                select topic, partition, record_offset, 'older', detail, rejected_at - interval '1 day',
                       letter_topic, letter_partition, 999, true from rejection""");
        assertThat(replay(entry)).isInstanceOf(Replay.Done.class);
    }

    @Test
    void failsAndChangesNothingWhileKafkaDoesNotAnswer() {
        RejectionEntry entry = refused(event("k", ""));
        try (TestStore deaf = TestStore.on(database, topics)
                .with("notification.ingest.enabled=false")
                .with("spring.kafka.bootstrap-servers=127.0.0.1:1")
                .with("spring.kafka.admin.operation-timeout=1s")
                .with("spring.kafka.admin.close-timeout=1s")
                .start()) {
            long begin = System.nanoTime();
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> deaf.bean(Rejections.class).replay(entry.partition(), entry.offset(), ANN));
            // a client by itself would wait for a minute
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(50));
        }
        changedNothing(1);
    }

    private void changedNothing(int rejections) {
        assertThat(topics.read(topics.notifications())).hasSize(rejections);
        assertThat(audit()).isEmpty();
        assertThat(entries())
                .hasSize(rejections)
                .allSatisfy(entry -> assertThat(entry.replayedAt()).isNull());
    }
}
