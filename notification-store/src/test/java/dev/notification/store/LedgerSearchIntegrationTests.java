package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.LedgerRows.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Looking for notifications, with a store that looks at no more than 1,000 rows a page. */
class LedgerSearchIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS)
            .with("notification.ledger.max-examined=1000")
            .with(CountedStatements.Counting.class)
            .start();
    private static final Ledger LEDGER = STORE.bean(Ledger.class);
    private static final LedgerRows ROWS = new LedgerRows(DATABASE);
    private static final CountedStatements STATEMENTS = STORE.bean(CountedStatements.class);

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static LedgerQuery from(String source) {
        return new LedgerQuery(null, source, null, null, null, null, null, null, 10);
    }

    private static LedgerQuery after(LedgerQuery q, LedgerPosition after) {
        return new LedgerQuery(
                q.recipient(), q.source(), q.type(), q.topic(), q.state(), q.since(), q.until(), after, q.limit());
    }

    /** Pages to the end, with something done between them. */
    private static List<LedgerPage> pages(LedgerQuery query, Runnable between) {
        List<LedgerPage> pages = new ArrayList<>();
        for (LedgerPage page = LEDGER.search(query); ; page = LEDGER.search(after(query, page.next()))) {
            assertThat(page.items()).hasSizeLessThanOrEqualTo(query.limit());
            pages.add(page);
            if (page.next() == null) return pages;
            between.run();
        }
    }

    private static List<String> found(LedgerQuery query) {
        return ids(pages(query, () -> {}));
    }

    private static List<String> ids(List<LedgerPage> pages) {
        return pages.stream()
                .flatMap(page -> page.items().stream())
                .map(item -> new String(item.entry().content().attributes(), java.nio.charset.StandardCharsets.UTF_8))
                .map(attributes -> attributes.replaceAll(".*\"id\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    private static List<String> ids(Stored... stored) {
        return java.util.Arrays.stream(stored).map(one -> one.key().id()).toList();
    }

    private static void state(Stored stored, String recipient, String columns) {
        DATABASE.sql()
                .update(
                        "update delivery set " + columns
                                + " where notification_id = ? and inbox_id = (select id from inbox where recipient = ?)",
                        stored.place().id(),
                        recipient);
    }

    @Test
    void comparesEveryCondition() {
        Stored a = ROWS.notification("/a", "t1", "news", ROWS.at(10));
        Stored b = ROWS.notification("/a", "t2", null, ROWS.at(20));
        Stored c = ROWS.notification("/a", "t2", "news", ROWS.at(30));
        ROWS.deliver(a, true, List.of("anna", "bert"));
        ROWS.deliver(b, true, List.of("bert"));
        ROWS.deliver(c, true, List.of("anna"));
        state(a, "bert", "outcome = 1, settled_at = now()");
        LedgerQuery all = from("/a");

        assertThat(found(all)).isEqualTo(ids(c, b, a));
        assertThat(found(new LedgerQuery(null, "/a", "t2", null, null, null, null, null, 10)))
                .isEqualTo(ids(c, b));
        assertThat(found(new LedgerQuery(null, "/a", null, "news", null, null, null, null, 1)))
                .isEqualTo(ids(c, a));
        assertThat(found(new LedgerQuery(null, "/a", null, null, DeliveryState.ACKED, null, null, null, 10)))
                .isEqualTo(ids(a));
        assertThat(found(new LedgerQuery(null, "/a", null, null, DeliveryState.PENDING, null, null, null, 1)))
                .isEqualTo(ids(c, b, a));
        assertThat(found(new LedgerQuery(null, "/a", null, null, null, ROWS.at(20), ROWS.at(30), null, 10)))
                .isEqualTo(ids(b));
        assertThat(found(new LedgerQuery("bert", null, null, null, null, null, null, null, 1)))
                .isEqualTo(ids(b, a));
        assertThat(found(new LedgerQuery("bert", "/a", "t1", "news", DeliveryState.ACKED, null, null, null, 1)))
                .isEqualTo(ids(a));
        assertThat(found(new LedgerQuery("anna", null, null, null, DeliveryState.ACKED, null, null, null, 1)))
                .isEmpty();
        assertThat(found(new LedgerQuery("bert", null, null, null, null, ROWS.at(20), ROWS.at(30), null, 1)))
                .isEqualTo(ids(b));
        Instant forEver = Instant.parse("9999-12-31T23:59:59Z");
        assertThat(found(new LedgerQuery("bert", null, null, null, null, ROWS.at(20), forEver, null, 1)))
                .isEqualTo(ids(b));
        assertThat(found(new LedgerQuery("nobody", null, null, null, null, null, null, null, 1)))
                .isEmpty();
    }

    @Test
    void showsTheDeliveryInASearchThroughOneInboxAndNeverTheData() {
        Stored stored = ROWS.notification("/d", "t", null, ROWS.at(40));
        ROWS.deliver(stored, true, List.of("dora", "emil"));
        LedgerItem item = LEDGER.search(new LedgerQuery("emil", null, null, null, null, null, null, null, 1))
                .items()
                .get(0);
        assertThat(Objects.requireNonNull(item.delivery()).recipient()).isEqualTo("emil");
        assertThat(item.delivery().state()).isEqualTo(DeliveryState.PENDING);
        assertThat(item.entry().content().data()).isNull();
        assertThat(item.entry().dataBytes()).isEqualTo(2);
        assertThat(LEDGER.search(new LedgerQuery(null, "/d", null, null, null, ROWS.at(40), ROWS.at(41), null, 1))
                        .items()
                        .get(0)
                        .delivery())
                .isNull();
    }

    @Test
    void pagesHaveEverythingOnceWhileMoreIsStored() {
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            // several of the same moment
            Stored stored = ROWS.notification("/p", "t", null, ROWS.at(100 + i / 5));
            ROWS.deliver(stored, true, List.of("paul"));
            before.add(0, stored.key().id());
        }
        Function<Instant, Runnable> more =
                at -> () -> ROWS.deliver(ROWS.notification("/p", "t", null, at), true, List.of("paul"));
        List<String> seen = ids(
                pages(new LedgerQuery(null, "/p", null, null, null, null, null, null, 7), more.apply(ROWS.at(500))));
        assertThat(seen).isEqualTo(before);
        seen = ids(pages(
                new LedgerQuery("paul", null, null, null, null, null, ROWS.at(400), null, 7),
                more.apply(ROWS.at(600))));
        assertThat(seen).isEqualTo(before);
    }

    @Test
    void looksAtABoundedNumberOfRowsHoweverRareTheMatch() {
        Stored rare = ROWS.notification("/rare", "t", null, ROWS.at(1_000));
        ROWS.deliver(rare, true, List.of("rita"));
        DATABASE.sql().update("""
                insert into notification (id, created_at, source, message_id, type, priority, attributes)
                select -n, timestamptz '%s' + n * interval '1 ms', '/many', n, 't', 1, ''
                from generate_series(1, 3500) n""".formatted(ROWS.at(1_000)));
        DATABASE.sql().update("""
                insert into delivery (inbox_id, seq, notification_id, created_at, priority)
                select (select id from inbox where recipient = 'rita'), 1 - id, id, created_at, 1
                from notification where source = '/many'""");
        LedgerQuery query = new LedgerQuery(null, "/rare", null, null, null, ROWS.at(1_000), ROWS.at(5_000), null, 10);
        STATEMENTS.clear();
        List<LedgerPage> pages = pages(query, () -> {});
        assertThat(STATEMENTS.ofThisThread()).hasSize(pages.size());
        assertThat(ids(pages)).isEqualTo(ids(rare));
        assertThat(pages).hasSize(4);
        assertThat(pages.get(0).items()).isEmpty();
        assertThat(Objects.requireNonNull(pages.get(0).next()).storedAt()).isEqualTo(ROWS.at(1_000 + 2_501));

        assertThat(pages(new LedgerQuery("rita", "/rare", null, null, null, null, null, null, 10), () -> {}))
                .hasSize(8);
        // a notification and its delivery are two rows
        assertThat(pages(
                        new LedgerQuery(
                                null,
                                "/many",
                                null,
                                null,
                                DeliveryState.ACKED,
                                ROWS.at(1_000),
                                ROWS.at(5_000),
                                null,
                                10),
                        () -> {}))
                .hasSize(8);
        // one page of a full size needs no more than its own rows
        assertThat(pages(
                        new LedgerQuery(null, null, null, null, null, ROWS.at(1_000), ROWS.at(5_000), null, 200),
                        () -> {}))
                .hasSize(18);
    }

    @Test
    void goesOnAfterANotificationThatIsLargerThanWhatOnePageLooksAt() {
        Stored below = ROWS.notification("/large", "t", null, ROWS.at(6_000));
        Stored large = ROWS.notification("/large", "t", null, ROWS.at(6_001));
        ROWS.deliver(below, true, List.of("lara"));
        ROWS.deliver(
                large, true, IntStream.range(0, 1_500).mapToObj(i -> "l" + i).toList());
        state(below, "lara", "outcome = 4");
        state(large, "l1499", "outcome = 4");
        assertThat(found(new LedgerQuery(
                        null, "/large", null, null, DeliveryState.CANCELLED, ROWS.at(6_000), ROWS.at(6_002), null, 5)))
                .isEqualTo(ids(large, below));
    }

    @Test
    void asksAFewStatementsWhateverTheSize() {
        Stored stored = ROWS.notification("/count", "t", null, ROWS.at(7_000));
        List<String> recipients = IntStream.range(0, 300).mapToObj(i -> "s" + i).toList();
        ROWS.deliver(stored, true, recipients);
        STORE.inbox().markSent(List.of(new SentMark("s0", 1, stored.place().storedAt(), ROWS.at(7_001), 1, false)));
        assertThat(statements(() -> LEDGER.locate(stored.key()))).isEqualTo(1);
        assertThat(statements(() -> LEDGER.find(stored.place()))).isEqualTo(1);
        assertThat(statements(() -> LEDGER.deliveries(stored.place(), null, DeliveryPosition.START, 200)))
                .isEqualTo(1);
        assertThat(statements(
                        () -> LEDGER.deliveries(stored.place(), DeliveryState.ACKED, DeliveryPosition.START, 200)))
                .isEqualTo(1);
        assertThat(statements(() -> LEDGER.search(LedgerQuery.newest(200)))).isEqualTo(1);
        assertThat(statements(() -> LEDGER.summary("s0"))).isEqualTo(1);
        assertThat(statements(() -> LEDGER.timeline("s0", Long.MAX_VALUE, 200))).isEqualTo(2);
    }

    private static int statements(Runnable what) {
        STATEMENTS.clear();
        what.run();
        return STATEMENTS.ofThisThread().size();
    }
}
