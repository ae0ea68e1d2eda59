package dev.notification.store;

import static dev.notification.api.Priority.HIGH;
import static dev.notification.api.Priority.LOW;
import static dev.notification.api.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Inbox} promises: acks, and all that {@link InboxReadContract} says. */
abstract class InboxContract extends InboxReadContract {
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
                new SentMark(alice, 2, now(), at, 1, false),
                new SentMark("nobody", 1, now(), at, 1, false),
                new SentMark(alice, 1, now().minusSeconds(99), at.plusSeconds(5), 9, false)));

        Delivery delivery = unsettled(alice).get(0);
        assertThat(delivery.sentAt()).isEqualTo(at);
        assertThat(delivery.attempt()).isEqualTo(2);
        assertThat(inbox().find(alice, 1, now()).orElseThrow().state()).isEqualTo(DeliveryState.SENT);
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
}
