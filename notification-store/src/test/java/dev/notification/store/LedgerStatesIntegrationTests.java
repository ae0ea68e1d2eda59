package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Data;
import dev.notification.api.Notification;
import dev.notification.store.LedgerRows.Stored;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One notification: how it is found, its counts, the states of its deliveries and their pages. */
class LedgerStatesIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE =
            TestStore.on(DATABASE, TOPICS).with("notification.node.name=first").start();
    private static final Ledger LEDGER = STORE.bean(Ledger.class);
    private static final Inbox INBOX = STORE.inbox();
    private static final LedgerRows ROWS = new LedgerRows(DATABASE);
    private static final Clock CLOCK = Clock.systemUTC();

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static List<LedgerDelivery> deliveries(Stored stored, @Nullable DeliveryState state, int limit) {
        List<LedgerDelivery> all = new ArrayList<>();
        DeliveryPosition after = DeliveryPosition.START;
        while (after != null) {
            DeliveryPage page = LEDGER.deliveries(stored.place(), state, after, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.items());
            after = page.next();
        }
        return all;
    }

    private static List<String> recipients(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    @Test
    void findsWhatIngestStoredByItsKey() {
        Notification notification = Notification.builder()
                .source("/späti")
                .id("n-1")
                .type("beer.cold")
                .recipients(List.of("anna", "bert"))
                .attribute("subject", "Pils")
                .data(Data.json("{\"n\": 1}"))
                .build();
        TOPICS.send(0, notification);
        TOPICS.flush();
        NotificationKey key = new NotificationKey("/späti", "n-1");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> LEDGER.locate(key) instanceof Located.Kept);
        NotificationPlace place = ((Located.Kept) LEDGER.locate(key)).place();
        LedgerFound found = LEDGER.find(place).orElseThrow();
        assertThat(new String(found.entry().content().attributes(), StandardCharsets.UTF_8))
                .contains("\"source\":\"/späti\"", "\"subject\":\"Pils\"");
        assertThat(found.entry().content().data())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"n\": 1}");
        assertThat(found.entry().dataBytes()).isEqualTo(8);
        assertThat(found.entry().storedAt()).isEqualTo(place.storedAt());
        assertThat(found.audience()).isEqualTo(2);
        assertThat(found.deliveries()).isEqualTo(2);
        assertThat(found.states())
                .containsOnlyKeys(DeliveryState.values())
                .containsEntry(DeliveryState.PENDING, 2L)
                .containsEntry(DeliveryState.ACKED, 0L);
    }

    @Test
    void tellsWhatWasDroppedFromWhatNeverWas() {
        Stored stored = ROWS.stored("dora");
        assertThat(LEDGER.locate(stored.key())).isEqualTo(new Located.Kept(stored.place()));
        DATABASE.sql()
                .update("delete from notification where id = ?", stored.place().id());
        assertThat(LEDGER.locate(stored.key()))
                .isEqualTo(new Located.Dropped(stored.place().storedAt()));
        assertThat(LEDGER.find(stored.place())).isEmpty();
        assertThat(LEDGER.locate(new NotificationKey("/s", "never"))).isEqualTo(new Located.Unknown());
        // the parts of a key are not exchangeable
        assertThat(LEDGER.locate(new NotificationKey("/s" + stored.key().id(), "")))
                .isEqualTo(new Located.Unknown());
    }

    @Test
    void countsARecipientOnceHoweverOftenItWasSentAgain() {
        Stored stored = ROWS.stored("emil", "fred");
        DATABASE.sql()
                .update(
                        "update delivery set outcome = 3 where notification_id = ?",
                        stored.place().id());
        ROWS.deliver(stored, true, List.of("emil"));
        LedgerFound found = LEDGER.find(stored.place()).orElseThrow();
        assertThat(found.audience()).isEqualTo(2);
        assertThat(found.deliveries()).isEqualTo(3);
        assertThat(found.states()).containsEntry(DeliveryState.SUPERSEDED, 2L).containsEntry(DeliveryState.PENDING, 1L);
    }

    @Test
    void agreesWithTheInboxOnTheStateOfEveryCombination() {
        Stored stored = ROWS.notification("/s", "t", null, ROWS.at(1));
        ROWS.deliver(stored, true, recipients("c", 5 * 2 * 3 * 2));
        String combinations = """
                update delivery d set outcome = c.outcome, exhausted_at = c.exhausted, expires_at = c.expires, sent_at = c.sent,
                    settled_at = case when c.outcome is not null then now() end
                from (
                  select row_number() over (order by o.outcome, x.exhausted, e.expires, s.sent) as number, *
                  from (values (null::smallint), (1), (2), (3), (4)) as o (outcome),
                       (values (null::timestamptz), (now())) as x (exhausted),
                       (values (null::timestamptz), (now() - interval '1 h'), (now() + interval '1 h')) as e (expires),
                       (values (null::timestamptz), (now())) as s (sent)) c,
                  (select inbox_id, seq, row_number() over (order by inbox_id) as number from delivery
                   where notification_id = ?) r
                where r.number = c.number and d.inbox_id = r.inbox_id and d.seq = r.seq and d.notification_id = ?""";
        assertThat(DATABASE.sql()
                        .update(
                                combinations,
                                stored.place().id(),
                                stored.place().id()))
                .isEqualTo(60);
        List<LedgerDelivery> all = deliveries(stored, null, 7);
        assertThat(all).hasSize(60);
        Set<DeliveryState> seen = new HashSet<>();
        for (LedgerDelivery one : all) {
            assertThat(one.state()).as(one.toString()).isEqualTo(stateInInbox(one));
            seen.add(one.state());
        }
        assertThat(seen).containsExactlyInAnyOrder(DeliveryState.values());
        // what needs no ack stays sent once it was written, even after it expired
        List<String> written = DATABASE.sql()
                .queryForList(
                        "select i.recipient from delivery d join inbox i on i.id = d.inbox_id where notification_id = ? and outcome = 2",
                        String.class,
                        stored.place().id());
        assertThat(all)
                .filteredOn(one -> written.contains(one.recipient()))
                .hasSize(12)
                .allMatch(one -> one.state() == DeliveryState.SENT);
        for (DeliveryState state : DeliveryState.values()) {
            assertThat(deliveries(stored, state, 7))
                    .containsExactlyElementsOf(
                            all.stream().filter(one -> one.state() == state).toList());
        }
    }

    private static DeliveryState stateInInbox(LedgerDelivery one) {
        return INBOX.find(one.recipient(), one.seq(), CLOCK.instant())
                .orElseThrow()
                .state();
    }

    @Test
    void countsEqualWhatTheRowsSayAfterARandomRun() {
        Random random = new Random(4);
        List<String> names = recipients("r", 40);
        List<Stored> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Stored stored = ROWS.notification("/s", "t", null, ROWS.at(1_000 + i));
            ROWS.deliver(stored, random.nextInt(4) > 0, names.subList(0, 1 + random.nextInt(40)));
            all.add(stored);
        }
        Timestamp past = Timestamp.from(CLOCK.instant().minusSeconds(60));
        for (int step = 0; step < 300; step++) {
            String name = names.get(random.nextInt(40));
            long seq = 1L + random.nextInt(20);
            Instant sentAt = CLOCK.instant();
            var item = INBOX.find(name, seq, sentAt);
            if (item.isEmpty()) continue;
            Delivery delivery = item.get().delivery();
            SentMark mark = new SentMark(name, seq, delivery.createdAt(), sentAt, 3, !delivery.ackRequired());
            List<SequenceRange> one = SequenceRange.of(seq);
            switch (random.nextInt(5)) {
                case 0 -> INBOX.markSent(List.of(mark));
                case 1 -> INBOX.ack(List.of(new AckRequest(name, null, one, 0, false)), List.of(mark));
                case 2 -> INBOX.ack(List.of(new AckRequest(name, null, one, 0, true)), List.of());
                case 3 -> {
                    INBOX.markSent(List.of(mark));
                    INBOX.exhaust(List.of(new Place(name, seq)), 3);
                }
                default ->
                    DATABASE.sql()
                            .update(
                                    "update delivery set expires_at = ? where seq = ? and inbox_id = (select id from inbox where recipient = ?)",
                                    past,
                                    seq,
                                    name);
            }
        }
        Set<DeliveryState> seen = new HashSet<>();
        for (Stored stored : all) {
            LedgerFound found = LEDGER.find(stored.place()).orElseThrow();
            Map<DeliveryState, Long> counted = new EnumMap<>(DeliveryState.class);
            Arrays.stream(DeliveryState.values()).forEach(state -> counted.put(state, 0L));
            long read = 0;
            List<LedgerDelivery> rows = deliveries(stored, null, 200);
            for (LedgerDelivery one : rows) {
                counted.merge(stateInInbox(one), 1L, Long::sum);
                if (one.readAt() != null) read++;
                seen.add(one.state());
            }
            long id = stored.place().id();
            assertThat(found.states()).isEqualTo(counted);
            assertThat(found.read()).isEqualTo(read);
            assertThat(found.deliveries())
                    .isEqualTo(found.audience())
                    .isEqualTo(rows.size())
                    .isEqualTo(DATABASE.number("select count(*) from delivery where notification_id = ?", id));
            assertThat(found.states().get(DeliveryState.ACKED))
                    .isEqualTo(DATABASE.number(
                            "select count(*) from delivery where notification_id = ? and outcome = 1", id));
        }
        assertThat(seen).hasSize(5);
    }

    @Test
    void pagesHaveEveryDeliveryOnceWhileOthersAreAdded() {
        Stored stored = ROWS.notification("/s", "t", null, ROWS.at(2));
        ROWS.deliver(stored, true, recipients("p", 100));
        List<String> seen = new ArrayList<>();
        DeliveryPosition after = DeliveryPosition.START;
        for (int page = 0; after != null; page++) {
            DeliveryPage read = LEDGER.deliveries(stored.place(), null, after, 9);
            read.items().forEach(one -> seen.add(one.recipient()));
            after = read.next();
            if (page < 5) ROWS.deliver(stored, true, recipients("q" + page + "-", 3));
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(115).containsAll(recipients("p", 100));
    }
}
