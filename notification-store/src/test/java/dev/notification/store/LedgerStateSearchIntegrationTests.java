package dev.notification.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.LedgerRows.Stored;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looking for a state among deliveries of which one notification may have more than the 1,000 rows that a page looks at. */
class LedgerStateSearchIntegrationTests {
    private static final int MOST = 1_000;
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS)
            .with("notification.ledger.max-examined=" + MOST)
            .with(CountedStatements.Counting.class)
            .start();
    private static final Ledger LEDGER = STORE.bean(Ledger.class);
    private static final LedgerRows ROWS = new LedgerRows(DATABASE);
    private static final CountedStatements STATEMENTS = STORE.bean(CountedStatements.class);
    private static final JdbcTemplate SQL = DATABASE.sql();

    /** What makes a delivery be in a state, and shows that it is. */
    private static final Map<DeliveryState, String> STATES = Map.of(
            DeliveryState.ACKED, "outcome = 1",
            DeliveryState.SUPERSEDED, "outcome = 3",
            DeliveryState.CANCELLED, "outcome = 4");

    @BeforeEach
    void clear() {
        SQL.execute("truncate notification, delivery, message_key");
    }

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    /** This many deliveries, of which some of these inboxes, from 1 on, are in a state. */
    private static void deliver(Stored stored, int deliveries, DeliveryState state, Long... inboxes) {
        SQL.update(
                "insert into delivery (inbox_id, seq, notification_id, created_at, priority)"
                        + " select i, ?, ?, ?, 1 from generate_series(1, ?) i",
                stored.place().id(),
                stored.place().id(),
                Timestamp.from(stored.place().storedAt()),
                deliveries);
        SQL.update(
                "update delivery set " + STATES.get(state) + " where notification_id = ? and inbox_id = any (?)",
                stored.place().id(),
                inboxes);
    }

    private static LedgerQuery in(
            DeliveryState state, @Nullable String source, @Nullable LedgerPosition after, int limit) {
        return new LedgerQuery(null, source, null, null, state, null, null, after, limit);
    }

    private static List<LedgerPage> pages(DeliveryState state, @Nullable String source, int limit) {
        List<LedgerPage> pages = new ArrayList<>();
        for (LedgerPosition after = null; ; after = pages.get(pages.size() - 1).next()) {
            LedgerPage page = LEDGER.search(in(state, source, after, limit));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            pages.add(page);
            if (page.next() == null) return pages;
            assertThat(page.next()).isNotEqualTo(after);
        }
    }

    private static List<String> ids(List<LedgerPage> pages) {
        return pages.stream()
                .flatMap(page -> page.items().stream())
                .map(item -> new String(item.entry().content().attributes(), UTF_8))
                .map(attributes -> attributes.replaceAll(".*\"id\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    private static List<String> ids(Stored... stored) {
        return Arrays.stream(stored).map(one -> one.key().id()).toList();
    }

    @Test
    void findsByPagesWhatOneUnboundedLookFinds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<DeliveryState> states = List.copyOf(STATES.keySet());
        int[] sizes = {0, 1, 1, 1, 2, 7, 40, MOST - 2, MOST - 1, MOST, MOST + 1, 2_300};
        for (int i = 0; i < 120; i++) {
            // of one moment often, and of one source mostly
            Stored stored =
                    ROWS.notification(random.nextInt(5) == 0 ? "/b" : "/a", "t", null, ROWS.at(random.nextInt(60)));
            int deliveries = sizes[random.nextInt(sizes.length)];
            Long[] some =
                    random.longs(random.nextInt(3), 1, deliveries + 2L).boxed().toArray(Long[]::new);
            deliver(stored, deliveries, states.get(random.nextInt(states.size())), some);
        }
        for (DeliveryState state : states) {
            for (@Nullable String source : new String[] {null, "/a"}) {
                List<String> all = SQL.queryForList("""
                        select message_id from notification n where (?::text is null or source = ?) and exists (
                          select from delivery d where d.notification_id = n.id and d.created_at = n.created_at and d.%s)
                        order by created_at desc, id desc""".formatted(STATES.get(state)), String.class, source, source);
                assertThat(all).as("seed %d", seed).isNotEmpty();
                assertThat(ids(pages(state, source, 1 + random.nextInt(12))))
                        .as("%s of %s, seed %d", state, source, seed)
                        .isEqualTo(all);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 999, 1_000, 1_001, 1_250, 1_998, 1_999, 2_500})
    void findsTheOnlyMatchOfALargeNotificationAndItsNeighboursOnce(long inbox) {
        Stored older = ROWS.notification("/s", "t", null, ROWS.at(1));
        Stored atOnceBefore = ROWS.notification("/s", "t", null, ROWS.at(2));
        Stored large = ROWS.notification("/s", "t", null, ROWS.at(2));
        Stored atOnceAfter = ROWS.notification("/s", "t", null, ROWS.at(2));
        Stored newer = ROWS.notification("/s", "t", null, ROWS.at(3));
        for (Stored one : List.of(older, atOnceBefore, atOnceAfter, newer)) deliver(one, 1, DeliveryState.ACKED, 1L);
        deliver(large, 2_500, DeliveryState.ACKED, inbox);

        List<String> all = ids(newer, atOnceAfter, large, atOnceBefore, older);
        assertThat(ids(pages(DeliveryState.ACKED, null, 10))).isEqualTo(all);
        assertThat(ids(pages(DeliveryState.ACKED, null, 1))).isEqualTo(all);
        assertThat(ids(pages(DeliveryState.ACKED, null, 3))).isEqualTo(all);
    }

    @Test
    void passesOverALargeNotificationWithoutAMatchInPages() {
        Stored older = ROWS.notification("/s", "t", null, ROWS.at(1));
        Stored large = ROWS.notification("/s", "t", null, ROWS.at(2));
        deliver(older, 1, DeliveryState.ACKED, 1L);
        deliver(large, 2_500, DeliveryState.ACKED);

        STATEMENTS.clear();
        List<LedgerPage> pages = pages(DeliveryState.ACKED, null, 10);

        assertThat(STATEMENTS.ofThisThread()).hasSize(pages.size());
        assertThat(ids(pages)).isEqualTo(ids(older));
        assertThat(pages).hasSize(3);
        assertThat(pages.get(0).items()).isEmpty();
        // the notification is a row too
        assertThat(pages.get(0).next()).isEqualTo(inside(large, 999));
        assertThat(pages.get(1).next()).isEqualTo(inside(large, 1_998));
    }

    private static LedgerPosition inside(Stored stored, long inbox) {
        return new LedgerPosition(
                stored.place().storedAt(),
                stored.place().id(),
                new DeliveryPosition(inbox, stored.place().id()));
    }

    @Test
    void readsNoFurtherThanTheFirstMatchAndNeverMoreThanAPageMay() {
        Stored large = ROWS.notification("/s", "t", null, ROWS.at(2));
        deliver(large, 20_000, DeliveryState.ACKED, 3L, 4L, 10_000L);
        SQL.execute("analyze notification, delivery");
        STATEMENTS.clear();
        LEDGER.search(in(DeliveryState.ACKED, null, null, 10));
        String sql = STATEMENTS.ofThisThread().get(0);

        // the notification, its deliveries to the first match and one that tells the window to end
        assertThat(read(sql, "acked", 0)).isEqualTo(1 + 3 + 1);
        assertThat(read(sql, "acked", 9_995)).isEqualTo(1 + 5 + 1);
        assertThat(read(sql, "cancelled", 0)).isEqualTo(1 + MOST + 1);
        assertThat(read(sql, "cancelled", 19_990)).isEqualTo(1 + 10);
    }

    /** How many rows the statement reads that begins after this inbox in the only notification. */
    private static long read(String sql, String state, long inbox) {
        String[] any = {};
        long id = DATABASE.number("select id from notification");
        Plan plan = Plan.of(
                STORE,
                sql,
                any,
                any,
                any,
                new String[] {state},
                "infinity",
                Long.MAX_VALUE,
                "infinity",
                "-infinity",
                MOST + 1,
                id,
                inbox,
                id,
                Long.MAX_VALUE,
                MOST + 1);
        assertThat(plan.text()).containsPattern("using delivery_\\d+_notification_id_inbox_id_seq_idx");
        return plan.rowsRead();
    }
}
