package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What of an inbox waits for its ack, or to be read, among much that does not. */
class InboxItemsIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS)
            .with(CountedStatements.Counting.class)
            .start();
    private static final CountedStatements STATEMENTS = STORE.bean(CountedStatements.class);
    private static final JdbcTemplate SQL = DATABASE.sql();

    /** The time of the answers, by which some have expired and some have not. */
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

    private static final String INBOX = "insert into inbox (recipient, head) values (?, ?) returning id";
    private static final String ROW = """
            with n as (
              insert into notification (id, created_at, source, message_id, type, priority, attributes, data)
              values (nextval('notification_id'), now() + ? * interval '7 days', '/s', 'm', 't', ?, '"id":"m"', '17')
              returning id, created_at, priority)
            insert into delivery (inbox_id, seq, notification_id, created_at, priority, attempt, outcome, ack_required,
                                  sent_at, settled_at, read_at, exhausted_at, expires_at)
            select ?, ?, id, created_at, priority, 3, ?, ?, ?, ?, ?, ?, ? from n
            """;
    private static final String WAITING = """
            select seq from delivery where inbox_id = ? and outcome is null and ack_required and exhausted_at is null
              and (expires_at is null or expires_at > ?) order by seq desc
            """;
    private static final String UNREAD =
            "select seq from delivery where inbox_id = ? and read_at is null order by seq desc";

    /** 5,000 deliveries; the placeholder is one more column, and its value. */
    private static final String MANY = """
            with n as (
              insert into notification (source, message_id, type, priority, attributes, id)
              select '/many', i, 't', i %% 3, '', nextval('notification_id')
              from generate_series(1, 5000) i returning id, created_at, priority, message_id::int as i)
            insert into delivery (inbox_id, seq, notification_id, created_at, priority, %s)
            select ?, i, id, created_at, priority, %s from n
            """;

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static List<InboxItem> list(String recipient, InboxFilter filter, OptionalLong before, int limit) {
        return STORE.inbox().list(recipient, filter, before, limit, NOW);
    }

    private static long inbox(String recipient, long head) {
        return DATABASE.number(INBOX, recipient, head);
    }

    /** So many deliveries. */
    private static void place(long inbox, long count, Random random) {
        SQL.batchUpdate(
                ROW,
                LongStream.rangeClosed(1, count)
                        .mapToObj(seq -> row(inbox, seq, random))
                        .toList());
    }

    /** Of any lane, week and state, likely or not. */
    private static @Nullable Object[] row(long inbox, long seq, Random random) {
        Short outcome = random.nextInt(3) > 0 ? null : (short) (1 + random.nextInt(4));
        return new @Nullable Object[] {
            random.nextInt(2),
            random.nextInt(3),
            inbox,
            seq,
            outcome,
            random.nextInt(5) > 0,
            at(random.nextInt(2) > 0),
            at(outcome != null),
            at(random.nextInt(4) == 0),
            at(random.nextInt(6) == 0),
            switch (random.nextInt(6)) {
                case 0 -> Timestamp.from(NOW.minusSeconds(1));
                case 1 -> Timestamp.from(NOW);
                case 2 -> Timestamp.from(NOW.plusMillis(1));
                default -> null;
            }
        };
    }

    private static @Nullable Timestamp at(boolean happened) {
        return happened ? Timestamp.from(NOW.minus(Duration.ofHours(1))) : null;
    }

    /** All of the filter, at once and in pages, is that part of everything that the select names. */
    private static void lists(InboxFilter filter, String select, Object... more) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String recipient = "random-" + filter;
        long inbox = inbox(recipient, 400);
        place(inbox, 400, random);
        place(inbox("other-" + filter, 50), 50, random);

        List<Object> parameters = new ArrayList<>(List.of(inbox));
        parameters.addAll(List.of(more));
        List<Long> named = SQL.queryForList(select, Long.class, parameters.toArray());
        List<InboxItem> expected = list(recipient, InboxFilter.ALL, OptionalLong.empty(), 400).stream()
                .filter(item -> named.contains(item.delivery().seq()))
                .toList();

        assertThat(expected).as("seed %d", seed).hasSize(named.size()).hasSizeBetween(50, 350);
        assertThat(list(recipient, filter, OptionalLong.empty(), 400))
                .as("seed %d", seed)
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(paged(recipient, filter, 1 + random.nextInt(60)))
                .as("pages, seed %d", seed)
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(list("nobody", filter, OptionalLong.empty(), 9)).isEmpty();
    }

    private static List<InboxItem> paged(String recipient, InboxFilter filter, int limit) {
        List<InboxItem> all = new ArrayList<>();
        OptionalLong before = OptionalLong.empty();
        while (true) {
            List<InboxItem> page = list(recipient, filter, before, limit);
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            if (page.isEmpty()) return all;
            all.addAll(page);
            before = OptionalLong.of(page.get(page.size() - 1).delivery().seq());
        }
    }

    @Test
    void listsWhatWaitsAmongEverythingElseNewestFirst() {
        lists(InboxFilter.UNACKED, WAITING, Timestamp.from(NOW));
    }

    @Test
    void listsWhatIsUnreadAmongEverythingElseNewestFirst() {
        lists(InboxFilter.UNREAD, UNREAD);
    }

    @Test
    void looksAtNoRowBelowTheLastUnreadOne() {
        long inbox = inbox("read", 5_000);
        SQL.update(MANY.formatted("read_at", "case when i not in (4000, 4990) then now() end"), inbox);
        SQL.execute("vacuum analyze delivery");
        STATEMENTS.clear();
        assertThat(list("read", InboxFilter.UNREAD, OptionalLong.empty(), 51))
                .extracting(item -> item.delivery().seq())
                .containsExactly(4_990L, 4_000L);

        List<String> statements = STATEMENTS.ofThisThread();
        assertThat(statements).hasSize(2);
        Plan count = Plan.of(STORE, statements.get(0), Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, "read");
        assertThat(count.text()).contains("Index Only Scan using delivery_");
        assertThat(count.text()).doesNotContainPattern("Seq Scan|(?<!Only) Scan using delivery");
        assertThat(statements.get(1)).contains("fetch first ? rows only");

        STATEMENTS.clear();
        assertThat(list("read", InboxFilter.UNREAD, OptionalLong.of(4_000), 51)).isEmpty();
        assertThat(STATEMENTS.ofThisThread()).as("only the count").hasSize(1);
    }

    @Test
    void readsNoMoreThanWhatWaitsHoweverMuchIsSettled() {
        long inbox = inbox("settled", 5_000);
        SQL.update(MANY.formatted("outcome", "case when i % 500 > 0 then 1 end"), inbox);
        SQL.execute("analyze delivery");
        STATEMENTS.clear();
        assertThat(list("settled", InboxFilter.UNACKED, OptionalLong.empty(), 51))
                .extracting(item -> item.delivery().seq())
                .containsExactly(5_000L, 4_500L, 4_000L, 3_500L, 3_000L, 2_500L, 2_000L, 1_500L, 1_000L, 500L);

        List<String> statements = STATEMENTS.ofThisThread();
        assertThat(statements).hasSize(1);
        Plan plan = Plan.of(STORE, statements.get(0), Long.MAX_VALUE, NOW.toString(), 51, 51, "settled");
        assertThat(plan.text()).containsPattern("Index Scan Backward using delivery_\\d+_inbox_id_priority_seq_idx");
        // the inbox, the lanes, and for each delivery its notification
        assertThat(plan.rowsRead()).isEqualTo(1 + 3 + 10 + 10);
    }

    /** Most inboxes are small and lie scattered, and the planner knows only what is usual. */
    @Test
    void readsNoMoreThanThePageOfALargeInbox() {
        long inbox = inbox("large", 5_000);
        SQL.update(MANY.formatted("read_at", "null::timestamptz"), inbox);
        SQL.update("""
                insert into delivery (inbox_id, seq, notification_id, priority)
                select 1000000 + i % 500, 1 + i / 500, i, 1 from generate_series(1, 20000) i
                """);
        SQL.execute("vacuum analyze delivery, notification");
        STATEMENTS.clear();
        assertThat(list("large", InboxFilter.ALL, OptionalLong.empty(), 51)).hasSize(51);

        List<String> statements = STATEMENTS.ofThisThread();
        assertThat(statements).hasSize(1);
        Plan plan = Plan.of(STORE, statements.get(0), "large", Long.MAX_VALUE, false, 51);
        // the inbox, the newest of each partition beside the page, and for each delivery its notification
        assertThat(plan.rowsRead()).as(plan.text()).isLessThanOrEqualTo(1 + 5 + 51 + 51);
    }
}
