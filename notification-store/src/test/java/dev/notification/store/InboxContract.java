package dev.notification.store;

import static dev.notification.api.Priority.HIGH;
import static dev.notification.api.Priority.LOW;
import static dev.notification.api.Priority.NORMAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Inbox} promises. */
public abstract class InboxContract {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private final String alice = "alice-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();

    /** The inboxes to examine. */
    protected abstract Inbox inbox();

    /** Places a notification in an inbox, and returns its sequence. */
    protected abstract long append(String recipient, Content content, Priority priority, @Nullable Instant expiresAt);

    /** The time by the store's clock. */
    protected abstract Instant now();

    /** Lets the store's clock reach this time. */
    protected abstract void reach(Instant instant);

    /** Waits until this many arrivals were announced for a recipient, and returns them. */
    protected abstract List<Arrival> announced(String recipient, int count);

    /** Begins a new epoch. */
    protected abstract void renewEpoch();

    private static Content content(String text) {
        return new Content("t", "\"id\":\"1\"".getBytes(UTF_8), text.getBytes(UTF_8), false);
    }

    private void append(String recipient, Priority... lanes) {
        for (Priority lane : lanes) append(recipient, content("{}"), lane, null);
    }

    private PageRequest from(String recipient, Lanes after, int limit) {
        return new PageRequest(recipient, after, 0, LONG_AGO, limit, 1_000_000);
    }

    private Page read(PageRequest request) {
        return inbox().read(List.of(request)).get(0);
    }

    private List<Delivery> unsettled(String recipient) {
        return read(from(recipient, Lanes.all(0), 1_000)).deliveries();
    }

    private static List<Long> seqs(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::seq).toList();
    }

    private Delivery delivery(String recipient, long seq) {
        return inbox().find(recipient, seq, now()).orElseThrow().delivery();
    }

    private SentMark sent(String recipient, long seq, Instant at, int attempt) {
        return new SentMark(recipient, seq, delivery(recipient, seq).createdAt(), at, attempt);
    }

    private static AckRequest acks(String recipient, long... seqs) {
        return new AckRequest(recipient, null, SequenceRange.of(seqs), 0, false);
    }

    private static AckRequest upTo(String recipient, long seq) {
        return new AckRequest(recipient, null, List.of(), seq, false);
    }

    private static AckRequest reads(String recipient, long... seqs) {
        return new AckRequest(recipient, null, SequenceRange.of(seqs), 0, true);
    }

    private AckResult ack(AckRequest request) {
        return inbox().ack(List.of(request), List.of()).get(0);
    }

    private static AckResult accepted(long acked, long unacked, long head) {
        return new AckResult(true, acked, 0, unacked, 0, head);
    }

    @Test
    void opensAnInboxNobodyEverSawAsZeros() {
        Opening opening = inbox().open(List.of(alice)).get(0);

        assertThat(opening.head()).isZero();
        assertThat(opening.unacked()).isZero();
        assertThat(opening.lowestUnsettled()).isEqualTo(1);
        assertThat(opening.droppedThrough()).isZero();
        assertThat(read(from(alice, Lanes.all(0), 10))).isEqualTo(new Page(alice, 0, List.of(), Lanes.all(0)));
        assertThat(inbox().summary(alice)).isEqualTo(new Summary(0, 0, 0));
        assertThat(ack(acks(alice, 1))).isEqualTo(accepted(0, 0, 0));
        assertThat(inbox().find(alice, 1, now())).isEmpty();
    }

    @Test
    void answersInTheOrderOfTheRequests() {
        append(alice, NORMAL, NORMAL);
        append(bob, NORMAL);

        assertThat(inbox().open(List.of(bob, "nobody", alice, bob)))
                .extracting(Opening::recipient, Opening::head)
                .containsExactly(tuple(bob, 1L), tuple("nobody", 0L), tuple(alice, 2L), tuple(bob, 1L));
        assertThat(inbox().heads(List.of(alice, "nobody", bob, alice)).heads()).containsExactly(2L, 0L, 1L, 2L);
        assertThat(inbox().read(List.of(from(bob, Lanes.all(0), 9), from(alice, Lanes.all(0), 9))))
                .extracting(Page::recipient)
                .containsExactly(bob, alice);
        assertThat(inbox().ack(List.of(acks(bob, 1), acks(alice, 9), acks("nobody", 1), acks(alice, 1)), List.of()))
                .containsExactly(accepted(1, 0, 1), accepted(0, 1, 2), accepted(0, 0, 0), accepted(1, 1, 2));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    @Test
    void takesNoRequestsAsWell() {
        assertThat(inbox().open(List.of())).isEmpty();
        assertThat(inbox().read(List.of())).isEmpty();
        assertThat(inbox().heads(List.of()).heads()).isEmpty();
        assertThat(inbox().ack(List.of(), List.of())).isEmpty();
        inbox().markSent(List.of());
    }

    @Test
    void tellsTheLowestUnsettledAndHowManyThereAre() {
        append(alice, NORMAL, HIGH, LOW, NORMAL);
        ack(acks(alice, 1, 3));

        Opening opening = inbox().open(List.of(alice)).get(0);

        assertThat(opening.head()).isEqualTo(4);
        assertThat(opening.unacked()).isEqualTo(2);
        assertThat(opening.lowestUnsettled()).isEqualTo(2);
        ack(acks(alice, 2, 4));
        assertThat(inbox().open(List.of(alice)).get(0).lowestUnsettled()).isEqualTo(5);
    }

    @Test
    void readsLaneByLaneInTheOrderOfSequences() {
        append(alice, LOW, NORMAL, HIGH, NORMAL, HIGH, LOW);

        Page page = read(from(alice, Lanes.all(0), 10));

        assertThat(seqs(page.deliveries())).containsExactly(3L, 5L, 2L, 4L, 1L, 6L);
        assertThat(page.head()).isEqualTo(6);
        assertThat(page.through()).isEqualTo(Lanes.all(6));
    }

    @Test
    void givesBackContentAndTimesAsTheyWereStored() {
        Instant before = now();
        Instant expiry = before.plusSeconds(3600).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        byte[] bytes = {0, 1, (byte) 0xff};
        append(alice, new Content("a.b", "\"id\":\"ä\"".getBytes(UTF_8), bytes, true), HIGH, expiry);
        append(alice, new Content("c", "\"id\":\"2\"".getBytes(UTF_8), null, false), LOW, null);

        List<Delivery> deliveries = unsettled(alice);

        Delivery first = deliveries.get(0);
        assertThat(first.content().type()).isEqualTo("a.b");
        assertThat(first.content().attributes()).asString(UTF_8).isEqualTo("\"id\":\"ä\"");
        assertThat(first.content().data()).isEqualTo(bytes);
        assertThat(first.content().binary()).isTrue();
        assertThat(first.expiresAt()).isEqualTo(expiry);
        assertThat(first.priority()).isEqualTo(HIGH);
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(first.sentAt()).isNull();
        assertThat(first.createdAt()).isBetween(before.minusSeconds(5), now().plusSeconds(5));
        assertThat(deliveries.get(1).content().data()).isNull();
        assertThat(deliveries.get(1).content().binary()).isFalse();
        assertThat(deliveries.get(1).expiresAt()).isNull();
    }

    @Test
    void pagesThroughEachLaneWithItsOwnLimit() {
        append(alice, HIGH, NORMAL, NORMAL, NORMAL, HIGH, LOW, NORMAL);

        Page first = read(from(alice, Lanes.all(0), 2));
        assertThat(seqs(first.deliveries())).containsExactly(1L, 5L, 2L, 3L, 6L);
        // a full page may have more behind it, a shorter one is complete up to the head
        assertThat(first.through()).isEqualTo(new Lanes(5, 3, 7));

        Page second = read(from(alice, first.through(), 2));
        assertThat(seqs(second.deliveries())).containsExactly(4L, 7L);
        assertThat(second.through()).isEqualTo(new Lanes(7, 7, 7));

        Page third = read(from(alice, second.through(), 2));
        assertThat(third.deliveries()).isEmpty();
        assertThat(third.through()).isEqualTo(Lanes.all(7));
    }

    @Test
    void neverMovesALaneBack() {
        append(alice, NORMAL);

        assertThat(read(from(alice, new Lanes(9, 0, 9), 5)).through()).isEqualTo(new Lanes(9, 1, 9));
    }

    @Test
    void stopsALaneAtItsBytesButGivesItsFirstDeliveryWhateverItsSize() {
        int size = content("x".repeat(1_000)).size();
        for (int i = 0; i < 3; i++) append(alice, content("x".repeat(1_000)), NORMAL, null);
        append(alice, content("x".repeat(1_000)), HIGH, null);

        Page one = read(new PageRequest(alice, Lanes.all(0), 0, LONG_AGO, 10, 1));
        assertThat(seqs(one.deliveries())).containsExactly(4L, 1L);
        assertThat(one.through()).isEqualTo(new Lanes(4, 1, 4));

        Page two = read(new PageRequest(alice, Lanes.all(0), 0, LONG_AGO, 10, size + 1));
        assertThat(seqs(two.deliveries())).containsExactly(4L, 1L, 2L);
        assertThat(two.through()).isEqualTo(new Lanes(4, 2, 4));

        Page all = read(new PageRequest(alice, Lanes.all(0), 0, LONG_AGO, 10, 2 * size + 1));
        assertThat(seqs(all.deliveries())).containsExactly(4L, 1L, 2L, 3L);
        assertThat(all.through()).isEqualTo(Lanes.all(4));
    }

    @Test
    void doesNotRepeatAtOnceWhatTheCursorCovers() {
        append(alice, NORMAL, NORMAL, NORMAL, NORMAL);
        Instant at = now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        inbox().markSent(List.of(sent(alice, 1, at.minusSeconds(60), 1), sent(alice, 2, at, 1), sent(alice, 4, at, 1)));

        Page page = read(new PageRequest(alice, Lanes.all(0), 3, at.minusSeconds(30), 10, 1_000_000));

        // 1 is due again, 2 is not, 3 was never sent, 4 lies behind the cursor
        assertThat(seqs(page.deliveries())).containsExactly(1L, 3L, 4L);
        assertThat(page.through()).isEqualTo(Lanes.all(4));
        assertThat(seqs(read(new PageRequest(alice, Lanes.all(0), 3, at, 10, 1_000_000))
                        .deliveries()))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void neverReadsWhatHasExpired() {
        Instant expiry = now().plusMillis(400);
        append(alice, content("{}"), NORMAL, expiry);
        append(alice, content("{}"), NORMAL, now().plusSeconds(3600));
        reach(expiry);

        assertThat(seqs(unsettled(alice))).containsExactly(2L);
        Opening opening = inbox().open(List.of(alice)).get(0);
        assertThat(opening.unacked()).isEqualTo(1);
        assertThat(opening.lowestUnsettled()).isEqualTo(2);
        assertThat(inbox().summary(alice)).isEqualTo(new Summary(2, 1, 2));
        assertThat(inbox().find(alice, 1, now()).orElseThrow().state()).isEqualTo(DeliveryState.EXPIRED);
        assertThat(seqs(inbox().list(alice, InboxFilter.UNACKED, OptionalLong.empty(), 9, now()).stream()
                        .map(InboxItem::delivery)
                        .toList()))
                .containsExactly(2L);
    }

    @Test
    void countsAnAckOfWhatHasExpired() {
        Instant expiry = now().plusMillis(400);
        append(alice, content("{}"), NORMAL, expiry);
        reach(expiry);

        assertThat(ack(acks(alice, 1))).isEqualTo(accepted(1, 0, 1));
        assertThat(inbox().find(alice, 1, now()).orElseThrow().state()).isEqualTo(DeliveryState.ACKED);
    }

    @Test
    void acksSequencesAndRangesOnce() {
        append(alice, NORMAL, HIGH, LOW, NORMAL, NORMAL);

        assertThat(ack(new AckRequest(
                        alice, null, List.of(new SequenceRange(1, 2), new SequenceRange(5, 5)), 0, false)))
                .isEqualTo(accepted(3, 2, 5));
        assertThat(seqs(unsettled(alice))).containsExactly(4L, 3L);
        assertThat(ack(acks(alice, 1, 2, 5))).isEqualTo(accepted(0, 2, 5));
        assertThat(ack(acks(alice, 2, 3))).isEqualTo(accepted(1, 1, 5));
    }

    @Test
    void countsWhatIsNamedTwiceOnce() {
        append(alice, NORMAL, NORMAL, NORMAL, NORMAL);
        AckRequest overlapping = new AckRequest(
                alice,
                null,
                List.of(new SequenceRange(2, 3), new SequenceRange(1, 2), new SequenceRange(2, 2)),
                0,
                false);

        assertThat(inbox().ack(List.of(overlapping, acks(alice, 3, 4), overlapping), List.of()))
                .containsExactly(accepted(3, 0, 4), accepted(1, 0, 4), accepted(0, 0, 4));
        assertThat(announced(alice, 1 + 4).stream().filter(Arrival.Acked.class::isInstance))
                .containsExactly(new Arrival.Acked(alice, epochId(), List.of(new SequenceRange(1, 4))));
    }

    private long epochId() {
        return inbox().heads(List.of()).epoch().id();
    }

    @Test
    void ignoresSequencesThatDoNotExist() {
        append(alice, NORMAL);

        assertThat(ack(new AckRequest(
                        alice,
                        null,
                        List.of(new SequenceRange(2, 5), new SequenceRange(Long.MAX_VALUE, Long.MAX_VALUE)),
                        0,
                        false)))
                .isEqualTo(accepted(0, 1, 1));
        assertThat(ack(new AckRequest(alice, null, List.of(new SequenceRange(1, Long.MAX_VALUE)), 0, false)))
                .isEqualTo(accepted(1, 0, 1));
    }

    @Test
    void leavesOtherInboxesAlone() {
        append(alice, NORMAL, NORMAL);
        append(bob, NORMAL);
        inbox().markSent(List.of(sent(bob, 1, now(), 1)));

        ack(new AckRequest(alice, null, List.of(new SequenceRange(1, 100)), 100, true));

        assertThat(inbox().summary(bob)).isEqualTo(new Summary(1, 1, 1));
        assertThat(inbox().find(alice, 3, now())).isEmpty();
    }

    @Test
    void acksUpToOnlyWhatWasSent() {
        append(alice, NORMAL, LOW, NORMAL, NORMAL);
        inbox().markSent(List.of(sent(alice, 1, now(), 1), sent(alice, 4, now(), 1)));

        assertThat(ack(upTo(alice, 3))).isEqualTo(accepted(1, 3, 4));
        assertThat(seqs(unsettled(alice))).containsExactly(3L, 4L, 2L);
        assertThat(ack(upTo(alice, 100))).isEqualTo(accepted(1, 2, 4));
        assertThat(seqs(unsettled(alice))).containsExactly(3L, 2L);
    }

    @Test
    void countsSentMarksThatComeWithTheAckAndKeepsThem() {
        append(alice, NORMAL, NORMAL, NORMAL, NORMAL);
        append(bob, NORMAL);
        Instant at = now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        List<SentMark> marks = List.of(
                sent(alice, 1, at, 1),
                sent(alice, 2, at.minusSeconds(1), 2),
                sent(alice, 2, at, 1),
                sent(alice, 4, at, 1),
                sent(bob, 1, at, 1));

        assertThat(inbox().ack(List.of(upTo(alice, 3)), marks)).containsExactly(accepted(2, 2, 4));

        assertThat(seqs(unsettled(alice))).containsExactly(3L, 4L);
        assertThat(delivery(alice, 1).sentAt()).isEqualTo(at);
        assertThat(delivery(alice, 2).sentAt()).isEqualTo(at);
        assertThat(delivery(alice, 2).attempt()).isEqualTo(2);
        assertThat(delivery(alice, 3).sentAt()).isNull();
        assertThat(delivery(alice, 4).sentAt()).isEqualTo(at);
        assertThat(delivery(bob, 1).sentAt()).isEqualTo(at);
    }

    @Test
    void combinesEverythingOneRequestMaySay() {
        append(alice, NORMAL, NORMAL, NORMAL, NORMAL, NORMAL, NORMAL);
        List<SentMark> marks = List.of(sent(alice, 1, now(), 1), sent(alice, 5, now(), 1));

        AckRequest request = new AckRequest(
                alice, cursorEpoch(alice), List.of(new SequenceRange(2, 2), new SequenceRange(6, 9)), 5, false);

        assertThat(inbox().ack(List.of(request), marks)).containsExactly(accepted(4, 2, 6));
        assertThat(seqs(unsettled(alice))).containsExactly(3L, 4L);
    }

    private String cursorEpoch(String recipient) {
        return inbox().open(List.of(recipient)).get(0).cursorEpoch();
    }

    @Test
    void givesAnAckToTheRequestThatNamedIt() {
        append(alice, NORMAL, NORMAL);

        assertThat(inbox().ack(List.of(upTo(alice, 2), acks(alice, 2)), List.of()))
                .containsExactly(accepted(0, 1, 2), accepted(1, 1, 2));
    }

    @Test
    void refusesAnotherEpochAndChangesNothing() {
        append(alice, NORMAL);
        append(bob, NORMAL);
        AckRequest foreign = new AckRequest(alice, cursorEpoch(bob), List.of(new SequenceRange(1, 1)), 1, true);

        assertThat(inbox().ack(List.of(foreign, acks(bob, 1)), List.of(sent(alice, 1, now(), 1))))
                .containsExactly(new AckResult(false, 0, 0, 1, 1, 1), accepted(1, 0, 1));
        assertThat(inbox().summary(alice)).isEqualTo(new Summary(1, 1, 1));
        assertThat(delivery(alice, 1).sentAt()).isNotNull();
    }

    @Test
    void beginsNewCursorEpochsWithANewEpoch() {
        append(alice, NORMAL);
        String before = cursorEpoch(alice);
        renewEpoch();

        assertThat(cursorEpoch(alice)).isNotEqualTo(before).matches("[a-z0-9]{4,16}");
        assertThat(cursorEpoch(bob)).isNotEqualTo(cursorEpoch(alice));
        assertThat(ack(new AckRequest(alice, before, List.of(new SequenceRange(1, 1)), 0, false))
                        .accepted())
                .isFalse();
    }

    @Test
    void readingImpliesTheAck() {
        append(alice, NORMAL, NORMAL, NORMAL);
        ack(acks(alice, 1));

        assertThat(ack(reads(alice, 1, 2))).isEqualTo(new AckResult(true, 1, 2, 1, 1, 3));
        assertThat(ack(reads(alice, 1, 2))).isEqualTo(new AckResult(true, 0, 0, 1, 1, 3));
        InboxItem item = inbox().find(alice, 2, now()).orElseThrow();
        assertThat(item.state()).isEqualTo(DeliveryState.ACKED);
        assertThat(item.readAt()).isEqualTo(item.ackedAt()).isNotNull();
        assertThat(inbox().find(alice, 3, now()).orElseThrow().readAt()).isNull();
    }

    @Test
    void keepsTheTimeOfTheFirstAck() {
        append(alice, NORMAL);
        ack(acks(alice, 1));
        Instant acked = inbox().find(alice, 1, now()).orElseThrow().ackedAt();
        reach(now().plusMillis(5));
        ack(reads(alice, 1));

        InboxItem item = inbox().find(alice, 1, now()).orElseThrow();
        assertThat(item.ackedAt()).isEqualTo(acked).isNotNull();
        assertThat(item.readAt()).isAfter(acked);
    }

    @Test
    void tellsAcksAndReadsOfOneBatchApart() {
        append(alice, NORMAL, NORMAL);

        assertThat(inbox().ack(List.of(reads(alice, 1), acks(alice, 1, 2)), List.of()))
                .containsExactly(new AckResult(true, 0, 1, 0, 1, 2), accepted(2, 0, 2));
        assertThat(announced(alice, 2 + 2))
                .contains(
                        new Arrival.Acked(alice, epochId(), List.of(new SequenceRange(1, 2))),
                        new Arrival.Read(alice, epochId(), List.of(new SequenceRange(1, 1))));
    }

    @Test
    void marksAreDurableAndNeverGoBack() {
        append(alice, NORMAL);
        Instant at = now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        inbox().markSent(List.of(sent(alice, 1, at, 2), sent(alice, 1, at.minusSeconds(9), 1)));
        inbox().markSent(List.of(sent(alice, 1, at.minusSeconds(3), 1)));
        inbox().markSent(List.of(
                new SentMark(alice, 2, now(), at, 1),
                new SentMark("nobody", 1, now(), at, 1),
                new SentMark(alice, 1, now().minusSeconds(99), at.plusSeconds(5), 9)));

        Delivery delivery = unsettled(alice).get(0);
        assertThat(delivery.sentAt()).isEqualTo(at);
        assertThat(delivery.attempt()).isEqualTo(2);
        assertThat(inbox().find(alice, 1, now()).orElseThrow().state()).isEqualTo(DeliveryState.SENT);
    }

    @Test
    void listsNewestFirstPageByPage() {
        append(alice, NORMAL, HIGH, LOW, NORMAL, NORMAL);
        ack(acks(alice, 2));
        ack(reads(alice, 4));

        assertThat(listed(InboxFilter.ALL, OptionalLong.empty(), 3)).containsExactly(5L, 4L, 3L);
        assertThat(listed(InboxFilter.ALL, OptionalLong.of(3), 3)).containsExactly(2L, 1L);
        assertThat(listed(InboxFilter.UNACKED, OptionalLong.empty(), 9)).containsExactly(5L, 3L, 1L);
        assertThat(listed(InboxFilter.UNREAD, OptionalLong.of(5), 2)).containsExactly(3L, 2L);
        assertThat(listed(InboxFilter.ALL, OptionalLong.of(1), 9)).isEmpty();
        assertThat(inbox().list(bob, InboxFilter.ALL, OptionalLong.empty(), 9, now()))
                .isEmpty();
    }

    private List<Long> listed(InboxFilter filter, OptionalLong before, int limit) {
        return inbox().list(alice, filter, before, limit, now()).stream()
                .map(item -> item.delivery().seq())
                .toList();
    }

    @Test
    void findsOnlyInTheOwnInbox() {
        append(alice, NORMAL);
        append(alice, content("{\"a\":1}"), HIGH, null);
        append(bob, NORMAL);

        InboxItem item = inbox().find(alice, 2, now()).orElseThrow();
        assertThat(item.delivery().content().data()).asString(UTF_8).isEqualTo("{\"a\":1}");
        assertThat(item.delivery().priority()).isEqualTo(HIGH);
        assertThat(item.state()).isEqualTo(DeliveryState.PENDING);
        assertThat(item.storedAt()).isEqualTo(item.delivery().createdAt());
        assertThat(item.ackedAt()).isNull();
        assertThat(inbox().find(bob, 2, now())).isEqualTo(Optional.empty());
        assertThat(inbox().find(alice, Long.MAX_VALUE, now())).isEmpty();
    }

    @Test
    void summarises() {
        append(alice, NORMAL, NORMAL, NORMAL);
        ack(acks(alice, 1));
        ack(reads(alice, 2));

        assertThat(inbox().summary(alice)).isEqualTo(new Summary(3, 1, 2));
    }

    @Test
    void announcesWhatWasNewlyAckedAndNothingElse() {
        append(alice, NORMAL, NORMAL, NORMAL, NORMAL);
        ack(acks(alice, 1, 2, 4));
        ack(acks(alice, 1, 2));
        ack(acks(alice, 2, 3));

        assertThat(announced(alice, 4 + 2).stream().filter(Arrival.Acked.class::isInstance))
                .containsExactly(
                        new Arrival.Acked(alice, epochId(), List.of(new SequenceRange(1, 2), new SequenceRange(4, 4))),
                        new Arrival.Acked(alice, epochId(), List.of(new SequenceRange(3, 3))));
    }

    @Test
    void worksOnManyRecipientsAtOnce() {
        List<String> names = java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> alice + "-" + i)
                .toList();
        names.forEach(name -> append(name, NORMAL, HIGH));

        List<AckResult> results =
                inbox().ack(names.stream().map(name -> acks(name, 1)).toList(), List.of());

        assertThat(results).hasSize(50).containsOnly(accepted(1, 1, 2));
        assertThat(inbox().read(names.stream()
                        .map(name -> from(name, Lanes.all(0), 5))
                        .toList()))
                .allSatisfy(page -> assertThat(seqs(page.deliveries())).containsExactly(2L));
        assertThat(inbox().heads(names).heads()).hasSize(50).containsOnly(2L);
    }
}
