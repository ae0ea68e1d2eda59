package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.LedgerRows.Stored;
import dev.notification.store.TimelineEvent.Kind;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One inbox: its counts and what happened in it. */
class LedgerTimelineIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE =
            TestStore.on(DATABASE, TOPICS).with("notification.node.name=first").start();
    private static final Ledger LEDGER = STORE.bean(Ledger.class);
    private static final LedgerRows ROWS = new LedgerRows(DATABASE);

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    private static void send(String recipient, Stored stored, long seq, Instant at, int attempt) {
        STORE.inbox()
                .markSent(List.of(new SentMark(recipient, seq, stored.place().storedAt(), at, attempt, false)));
    }

    private static void ack(String recipient, long seq, boolean read, String address) {
        STORE.inbox().ack(List.of(new AckRequest(recipient, null, SequenceRange.of(seq), 0, read, address)), List.of());
    }

    private static List<Kind> kinds(Timeline timeline) {
        return timeline.events().stream().map(TimelineEvent::kind).toList();
    }

    private static void set(Stored stored, String columns, Object... values) {
        Object[] all = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(values),
                        java.util.stream.Stream.of(stored.place().id()))
                .toArray();
        DATABASE.sql().update("update delivery set " + columns + " where notification_id = ?", all);
    }

    @Test
    void tellsWhatHappenedToADeliveryNewestFirst() {
        Stored stored = ROWS.stored("anna");
        Instant first = stored.place().storedAt().plusSeconds(1);
        send("anna", stored, 1, first, 1);
        send("anna", stored, 1, first.plusSeconds(30), 2);
        // what a node wrote before it was replaced, and the same once more
        DATABASE.sql().update("insert into node (name) values ('second') on conflict do nothing");
        set(stored, """
                sends = sends || substr(sends, 1, 14) || substr(sends, 1, 8)
                  || int4send((select id from node where name = 'second')) || int2send(1::smallint)""");
        ack("anna", 1, false, "192.0.2.7");
        ack("anna", 1, true, "192.0.2.8");

        Timeline timeline = LEDGER.timeline("anna", Long.MAX_VALUE, 10).items().get(0);
        assertThat(timeline.key()).isEqualTo(stored.key());
        assertThat(timeline.type()).isEqualTo("t");
        assertThat(timeline.delivery().state()).isEqualTo(DeliveryState.ACKED);
        assertThat(timeline.delivery().ackedBy()).isEqualTo("first");
        List<TimelineEvent> sends = timeline.events().stream()
                .filter(event -> event.kind() == Kind.SENT)
                .toList();
        assertThat(sends)
                .containsExactlyInAnyOrder(
                        new TimelineEvent(Kind.SENT, first.plusSeconds(30), 2, "first", null),
                        new TimelineEvent(Kind.SENT, first, 1, "first", null),
                        new TimelineEvent(Kind.SENT, first, 1, "second", null));
        assertThat(timeline.events())
                .isSortedAccordingTo((one, other) -> other.at().compareTo(one.at()))
                .contains(
                        TimelineEvent.of(Kind.STORED, stored.place().storedAt()),
                        new TimelineEvent(
                                Kind.ACKED,
                                Objects.requireNonNull(timeline.delivery().settledAt()),
                                null,
                                "first",
                                "192.0.2.7"),
                        TimelineEvent.of(
                                Kind.READ,
                                Objects.requireNonNull(timeline.delivery().readAt())))
                .hasSize(6);
    }

    @Test
    void tellsHowDeliveriesEndWithoutAnAck() {
        Stored exhausted = ROWS.stored("bert");
        Stored expired = ROWS.stored("bert");
        Stored superseded = ROWS.stored("bert");
        Stored cancelled = ROWS.stored("bert");
        Stored late = ROWS.stored("bert");
        Timestamp past = Timestamp.from(ROWS.at(-60_000));
        set(exhausted, "exhausted_at = ?", past);
        set(expired, "expires_at = ?", past);
        set(superseded, "outcome = 3, settled_at = ?", past);
        set(cancelled, "outcome = 4, settled_at = ?", past);
        set(late, "expires_at = ?", past);
        ack("bert", 5, false, "2001:db8::1");
        DATABASE.sql()
                .update(
                        "delete from notification where id = ?",
                        cancelled.place().id());

        List<Timeline> items = LEDGER.timeline("bert", Long.MAX_VALUE, 10).items();
        assertThat(items).extracting(item -> item.delivery().seq()).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(kinds(items.get(4))).containsExactlyInAnyOrder(Kind.STORED, Kind.EXHAUSTED);
        assertThat(kinds(items.get(3))).containsExactlyInAnyOrder(Kind.STORED, Kind.EXPIRED);
        assertThat(kinds(items.get(2))).containsExactlyInAnyOrder(Kind.STORED, Kind.SUPERSEDED);
        assertThat(kinds(items.get(1))).containsExactlyInAnyOrder(Kind.STORED, Kind.CANCELLED);
        assertThat(items.get(1).key()).isNull();
        assertThat(items.get(1).events()).contains(TimelineEvent.of(Kind.CANCELLED, past.toInstant()));
        assertThat(kinds(items.get(0))).containsExactlyInAnyOrder(Kind.STORED, Kind.EXPIRED, Kind.ACKED);
        assertThat(items.get(0).events())
                .filteredOn(event -> event.kind() == Kind.ACKED)
                .extracting(TimelineEvent::address)
                .containsExactly("2001:db8::1");
    }

    @Test
    void pagesThroughAnInbox() {
        for (int i = 0; i < 5; i++) ROWS.stored("cleo");
        TimelinePage first = LEDGER.timeline("cleo", Long.MAX_VALUE, 2);
        assertThat(first.before()).isEqualTo(4);
        TimelinePage last = LEDGER.timeline("cleo", 4, 3);
        assertThat(last.items()).extracting(item -> item.delivery().seq()).containsExactly(3L, 2L, 1L);
        assertThat(last.before()).isNull();
        assertThat(LEDGER.timeline("nobody", Long.MAX_VALUE, 2).items()).isEmpty();
    }

    @Test
    void sumsAnInboxUp() {
        Stored oldest = ROWS.stored("dora");
        for (int i = 0; i < 3; i++) ROWS.stored("dora");
        set(oldest, "expires_at = ?", Timestamp.from(ROWS.at(-60_000)));
        ack("dora", 2, false, "192.0.2.7");
        ack("dora", 4, true, "192.0.2.7");
        RecipientSummary summary = LEDGER.summary("dora").orElseThrow();
        Summary own = STORE.inbox().summary("dora");
        assertThat(new Summary(summary.head(), summary.unacked(), summary.unread()))
                .isEqualTo(own)
                .isEqualTo(new Summary(4, 1, 3));
        assertThat(summary.unackedSince())
                .isEqualTo(
                        STORE.inbox().find("dora", 3, ROWS.at(0)).orElseThrow().storedAt());
        assertThat(summary.lastAckAt())
                .isEqualTo(
                        STORE.inbox().find("dora", 4, ROWS.at(0)).orElseThrow().ackedAt());
        assertThat(LEDGER.summary("nobody")).isEmpty();
    }
}
