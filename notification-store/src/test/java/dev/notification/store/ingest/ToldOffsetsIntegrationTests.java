package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** What Kafka's own tools see of ingest. */
class ToldOffsetsIntegrationTests {
    private static final String GROUPS = "__consumer_offsets";
    private static final int BATCHES = 100;
    /** Far less than a consumer waits for records by default. */
    private static final Duration SOON = Duration.ofMillis(4_500);

    /** With one consumer, which has its partition at once and keeps it. */
    private static TestStore on(TestDatabase database, TestTopics topics) {
        return TestStore.on(database, topics)
                .with("notification.ingest.concurrency=1")
                .start();
    }

    @Test
    void kafkaIsToldOnceASecondAndWhenNothingMoreComes() {
        TestDatabase database = TestDatabase.create();
        try (TestTopics topics = TestTopics.create(1);
                TestStore store = on(database, topics)) {
            assertThat(store.bean(IngestContainer.class).isRunning()).isTrue();
            sendOne(database, topics, 0);
            long before = told(topics);
            long begun = System.nanoTime();
            for (int i = 1; i < BATCHES; i++) sendOne(database, topics, i);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            await().atMost(SOON).until(() -> topics.committed(0) == BATCHES);
            // one of before, one a second, and the last
            assertThat(told(topics) - before).isBetween(1L, took.toSeconds() + 2);
        }
    }

    @Test
    void whatAKilledProcessCouldNotTellIsToldAfterTheNextStart() {
        TestDatabase database = TestDatabase.create();
        try (TestTopics topics = TestTopics.create(1)) {
            String epoch;
            try (TestStore store = on(database, topics)) {
                for (int i = 0; i < 3; i++) sendOne(database, topics, i);
                epoch = store.inbox().open(List.of("a")).get(0).cursorEpoch();
            }
            assertThat(topics.committed(0)).as("told while it stops").isEqualTo(3);
            TestTopics.get(topics.admin()
                    .alterConsumerGroupOffsets(topics.prefix(), Map.of(topics.partition(0), new OffsetAndMetadata(1)))
                    .all());

            try (TestStore store = on(database, topics)) {
                await().atMost(SOON).until(() -> topics.committed(0) == 3);
                assertThat(store.inbox().open(List.of("a")).get(0).cursorEpoch())
                        .isEqualTo(epoch);
            }
        }
    }

    /** What Kafka was not told yet, the process knows. */
    @Test
    void aDatabaseThatIsSetBackByAMomentIsSeenByWhoStoredIt() {
        TestDatabase database = TestDatabase.create();
        try (TestTopics topics = TestTopics.create(1);
                TestStore store = on(database, topics)) {
            sendOne(database, topics, 0);
            await().atMost(SOON).until(() -> topics.committed(0) == 1);
            String epoch = store.inbox().open(List.of("a")).get(0).cursorEpoch();
            sendOne(database, topics, 1);
            database.sql().execute("""
                    update kafka_offset set next_offset = 1;
                    delete from delivery where seq = 2;
                    delete from message_key where hash in (
                      select message_key_hash(source, message_id) from notification where message_id = 'a1');
                    update inbox set head = 1
                    """);
            topics.put(topics.record(0, to("a", "a2")));
            await().atMost(Duration.ofSeconds(90)).until(() -> database.ids("a").equals(List.of("a0", "a1", "a2")));
            assertThat(store.inbox().open(List.of("a")).get(0).cursorEpoch()).isNotEqualTo(epoch);
        }
    }

    private static void sendOne(TestDatabase database, TestTopics topics, int number) {
        topics.put(topics.record(0, to("a", "a" + number)));
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> database.sequences("a").size() == number + 1);
    }

    /** How often the groups of this one's place were told something. */
    private static long told(TestTopics topics) {
        int places = TestTopics.get(
                        topics.admin().describeTopics(List.of(GROUPS)).allTopicNames())
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
        TopicPartition place =
                new TopicPartition(GROUPS, Utils.abs(topics.prefix().hashCode()) % places);
        return TestTopics.get(topics.admin()
                        .listOffsets(Map.of(place, OffsetSpec.latest()))
                        .partitionResult(place))
                .offset();
    }
}
