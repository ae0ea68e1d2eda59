package dev.notification.store.ingest;

import static dev.notification.store.ingest.Samples.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.api.RecordHeaders;
import dev.notification.store.SettableClock;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DuplicateIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(2);
    private static TestStore store = TestStore.on(DATABASE, TOPICS).start();

    @AfterAll
    static void stop() {
        store.close();
        TOPICS.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private static double duplicates() {
        return store.bean(MeterRegistry.class)
                .counter("notification.ingest.duplicates")
                .count();
    }

    private static void stored() {
        TOPICS.flush();
        await().until(() -> DATABASE.number("select coalesce(sum(next_offset), 0) from kafka_offset")
                == TOPICS.end(0) + TOPICS.end(1));
    }

    @Test
    void storesARecordOfOneBatchOnce() {
        double before = duplicates();
        for (int i = 0; i < 5; i++) TOPICS.send(0, to("batch", "same"));
        TOPICS.send(0, to("batch", "other"));
        stored();

        assertThat(DATABASE.ids("batch")).containsExactly("same", "other");
        assertThat(DATABASE.sequences("batch")).containsExactly(1L, 2L);
        await().until(() -> duplicates() == before + 4);
    }

    @Test
    void storesARecordThatComesAgainLaterOnce() {
        double before = duplicates();
        TOPICS.send(0, to("later", "first"));
        stored();
        TOPICS.send(0, to("later", "first"));
        stored();
        TOPICS.send(0, to("later", "second"));
        stored();

        assertThat(DATABASE.ids("later")).containsExactly("first", "second");
        assertThat(DATABASE.sequences("later")).containsExactly(1L, 2L);
        await().until(() -> duplicates() == before + 1);
    }

    @Test
    void storesWhatComesThroughTwoPartitionsAtTheSameTimeOnce() {
        double before = duplicates();
        for (int i = 0; i < 2_000; i++) {
            TOPICS.send(0, to("twice-" + i % 7, "twice-" + i));
            TOPICS.send(1, to("twice-" + i % 7, "twice-" + i));
        }
        stored();

        long heads = 0;
        for (int i = 0; i < 7; i++) {
            List<Long> sequences = DATABASE.sequences("twice-" + i);
            assertThat(sequences)
                    .isEqualTo(
                            LongStream.rangeClosed(1, sequences.size()).boxed().toList());
            assertThat(DATABASE.ids("twice-" + i)).doesNotHaveDuplicates();
            heads += DATABASE.number("select head from inbox where recipient = ?", "twice-" + i);
        }
        assertThat(heads).isEqualTo(2_000);
        await().until(() -> duplicates() == before + 2_000);
    }

    @Test
    void addsNothingWhenTheWholeTopicIsReadAgain() {
        for (int i = 0; i < 500; i++) TOPICS.send(i % 2, to("replay-" + i % 5, "replay-" + i));
        stored();
        store.close();
        List<?> rows = DATABASE.sql().queryForList("select recipient, head from inbox order by recipient");
        long deliveries = DATABASE.number("select count(*) from delivery");
        long rejections = TOPICS.rejected().size();
        DATABASE.sql().update("update kafka_offset set next_offset = 0");

        store = TestStore.on(DATABASE, TOPICS).start();
        stored();

        assertThat(DATABASE.sql().queryForList("select recipient, head from inbox order by recipient"))
                .isEqualTo(rows);
        assertThat(DATABASE.number("select count(*) from delivery")).isEqualTo(deliveries);
        // what was refused is refused again, all else is a duplicate
        await().until(() -> duplicates() == TOPICS.end(0) + TOPICS.end(1) - rejections);
    }

    /** On topics of its own: others count what is refused on theirs. */
    @Test
    void whatHasExpiredSinceItWasStoredIsADuplicateToo() {
        TestDatabase database = TestDatabase.create();
        SettableClock clock = new SettableClock();
        Instant begin = Clock.systemUTC().instant();
        clock.set(begin);
        try (TestTopics topics = TestTopics.create(1);
                TestStore late = TestStore.on(database, topics)
                        .with(Clock.class, () -> clock)
                        .start()) {
            topics.send(0, expiring("in-time", "{\"n\":1}", begin.plusSeconds(60)));
            topics.flush();
            await().until(() -> database.ids("late").size() == 1);

            clock.set(begin.plusSeconds(60));
            topics.send(0, expiring("in-time", "{\"n\":1}", begin.plusSeconds(60)));
            topics.send(0, expiring("in-time", "{\"n\":2}", begin.plusSeconds(60)));
            topics.send(0, expiring("too-late", "{\"n\":1}", begin.plusSeconds(60)));
            topics.send(0, to("late", "last"));
            topics.flush();
            await().until(() -> database.ids("late").equals(List.of("in-time", "last")));

            assertThat(codes(topics)).containsExactly("already-expired", "already-expired");
            Counter duplicates = late.bean(MeterRegistry.class).counter("notification.ingest.duplicates");
            await().until(() -> duplicates.count() == 1);
        }
    }

    private static Notification expiring(String id, String json, Instant expiry) {
        return Notification.builder()
                .source("/tests")
                .type("test.happened")
                .id(id)
                .recipient("late")
                .data(Data.json(json))
                .expiryTime(expiry)
                .build();
    }

    private static List<String> codes(TestTopics topics) {
        return topics.rejected().stream()
                .map(record -> new String(
                        record.headers()
                                .lastHeader(RecordHeaders.REJECTION_CODE)
                                .value(),
                        UTF_8))
                .toList();
    }

    @Test
    void refusesTheSameIdForSomethingElse() {
        double before = duplicates();
        TOPICS.send(0, to("conflict", "c", "{\"n\":1}"));
        TOPICS.send(0, to("conflict", "c", "{\"n\":2}"));
        TOPICS.send(0, to("someone-else", "c", "{\"n\":1}"));
        TOPICS.send(0, to("conflict", "c", "{\"n\":1}"));
        stored();
        TOPICS.send(0, to("conflict", "c", "{\"n\":3}"));
        TOPICS.send(0, to("conflict", "d"));
        stored();

        assertThat(DATABASE.ids("conflict")).containsExactly("c", "d");
        assertThat(DATABASE.ids("someone-else")).isEmpty();
        assertThat(codes(TOPICS)).hasSizeGreaterThanOrEqualTo(3).containsOnly("conflicting-id");
        await().until(() -> duplicates() == before + 1);
    }
}
