package dev.notification.store.rejection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.PageKey;
import dev.notification.store.Plan;
import dev.notification.store.RejectionEntry;
import dev.notification.store.RejectionQuery;
import dev.notification.store.Rejections;
import dev.notification.store.TestDatabase;
import dev.notification.store.TestStore;
import dev.notification.store.TestTopics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RejectionListIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS)
            // with ingest it would drop after a minute what is as old as these are
            .with("notification.ingest.enabled=false")
            .start();
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @BeforeEach
    void clear() {
        DATABASE.sql().update("delete from rejection");
    }

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static void refused(long offset, int partition, String code, Instant at) {
        DATABASE.sql().update("""
                        insert into rejection (topic, partition, record_offset, code, detail, rejected_at,
                                               letter_topic, letter_partition, letter_offset, truncated)
                        values ('t', ?, ?, ?, 'because', ?::timestamptz, 'd', 0, 0, false)""", partition, offset, code, at.toString());
    }

    private static List<RejectionEntry> list(RejectionQuery query) {
        return STORE.bean(Rejections.class).list(query);
    }

    private static List<Long> offsets(
            @Nullable String code, @Nullable Integer partition, @Nullable Instant since, @Nullable Instant until) {
        return list(new RejectionQuery(code, partition, since, until, null, 100)).stream()
                .map(RejectionEntry::offset)
                .toList();
    }

    @Test
    void isNewestFirstAndFiltered() {
        refused(1, 0, "invalid-json", NOON);
        refused(2, 1, "invalid-json", NOON.plusNanos(1_000));
        refused(3, 0, "too-large", NOON.plusNanos(2_000));
        // added last, but of a transaction that began before the others
        refused(0, 0, "tombstone", NOON.minusSeconds(1));

        assertThat(offsets(null, null, null, null)).containsExactly(3L, 2L, 1L, 0L);
        assertThat(offsets("invalid-json", null, null, null)).containsExactly(2L, 1L);
        assertThat(offsets(null, 0, null, null)).containsExactly(3L, 1L, 0L);
        assertThat(offsets("invalid-json", 0, null, null)).containsExactly(1L);
        assertThat(offsets(null, null, NOON, null)).containsExactly(3L, 2L, 1L);
        assertThat(offsets(null, null, NOON.plusNanos(1_000), NOON.plusNanos(2_000)))
                .containsExactly(2L);
        assertThat(offsets(null, null, null, NOON)).containsExactly(0L);
        assertThat(offsets("unstorable", null, null, null)).isEmpty();
    }

    @Test
    void pagesThroughAllOfThemOnceWhileOthersAreAdded() {
        // three at a time were refused in one transaction
        for (int i = 0; i < 100; i++) refused(i, 0, "invalid-json", NOON.plusSeconds(i / 3));

        List<Long> seen = new ArrayList<>();
        @Nullable PageKey after = null;
        for (int page = 0; page < 15; page++) {
            List<RejectionEntry> entries = list(new RejectionQuery(null, null, null, null, after, 7));
            if (page < 14) assertThat(entries).hasSize(7);
            for (RejectionEntry entry : entries) {
                seen.add(entry.offset());
                after = entry.key();
            }
            refused(1_000 + page, 0, "invalid-json", NOON.plusSeconds(1_000 + page));
        }

        assertThat(seen)
                .isEqualTo(
                        LongStream.rangeClosed(1, 100).map(i -> 100 - i).boxed().toList());
        assertThat(list(new RejectionQuery(null, null, null, null, after, 7))).isEmpty();
    }

    /** Among very many, a page must not cost more than its rows. */
    @Test
    void readsAnIndexForEachFilter() {
        DATABASE.sql().update("""
                insert into rejection (topic, partition, record_offset, code, detail, rejected_at,
                                       letter_topic, letter_partition, letter_offset, truncated)
                select 't', i % 8, i, case when i = 1 then 'rare' else 'frequent' end, 'because',
                       timestamptz '2026-05-04T12:00:00Z' + i * interval '1 ms', 'd', 0, i, false
                from generate_series(1, 20000) i""");
        DATABASE.sql().execute("analyze rejection");
        String last = " order by rejected_at desc, id desc limit 51";
        assertThat(rowsRead("code = 'rare'" + last)).isLessThan(60);
        assertThat(rowsRead("rejected_at >= timestamptz '2026-05-04T12:00:19.99Z'" + last))
                .isLessThan(60);
        assertThat(rowsRead("rejected_at >= timestamptz '2026-05-04T12:00:09.99Z'"
                        + " and (rejected_at, id) < (timestamptz '2026-05-04T12:00:10Z', 1)" + last))
                .isLessThan(60);
        assertThat(rowsRead("partition = 1 and record_offset = 1 order by rejected_at desc, id desc"))
                .isEqualTo(1);
    }

    private static long rowsRead(String where) {
        Plan plan = Plan.of(STORE, "select * from rejection where " + where);
        assertThat(plan.text()).contains("Index");
        return plan.rowsRead();
    }
}
