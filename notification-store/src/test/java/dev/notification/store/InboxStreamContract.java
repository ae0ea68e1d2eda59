package dev.notification.store;

import static dev.notification.api.Priority.HIGH;
import static dev.notification.api.Priority.LOW;
import static dev.notification.api.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link Inbox} promises to an open stream: repeats, what a cursor covers, filters, settling without an ack. */
abstract class InboxStreamContract extends InboxFixture {
    private static final Covered NOTHING = new Covered(0, LONG_AGO, false);

    private PageRequest again(int maxBytes, Lanes limit, PageRequest.Again... again) {
        return new PageRequest(alice, Lanes.all(4), limit, maxBytes, NOTHING, 99, Filter.NONE, List.of(again));
    }

    private static PageRequest.Again again(Priority lane, long seq) {
        return new PageRequest.Again(lane, seq);
    }

    @Test
    void repeatsWhatIsAskedForAgainBesideWhatIsNew() {
        append(alice, NORMAL, HIGH, NORMAL, LOW, NORMAL, HIGH);
        ack(acks(alice, 3));

        Page page = read(again(1_000_000, Lanes.all(10), again(NORMAL, 1), again(HIGH, 2), again(NORMAL, 3)));

        assertThat(seqs(page.deliveries())).containsExactly(2L, 6L, 1L, 5L);
        assertThat(page.through()).isEqualTo(Lanes.all(6));
        assertThat(page.againThrough()).isEqualTo(Lanes.all(Long.MAX_VALUE));
    }

    @Test
    void repeatsThoughNothingNewIsWanted() {
        append(alice, NORMAL, HIGH, NORMAL, LOW, NORMAL, HIGH);

        Page page = read(again(1_000_000, new Lanes(1, 0, 1), again(NORMAL, 1)));

        assertThat(seqs(page.deliveries())).containsExactly(6L, 1L);
        assertThat(page.through()).isEqualTo(new Lanes(6, 4, 6));
    }

    @Test
    void saysHowFarTheRepeatsGoWhenTheyAreTooLarge() {
        append(alice, NORMAL, NORMAL, NORMAL, NORMAL, NORMAL);

        Page page = read(again(1, Lanes.all(9), again(NORMAL, 1), again(NORMAL, 2)));

        assertThat(seqs(page.deliveries())).containsExactly(1L);
        assertThat(page.againThrough()).isEqualTo(new Lanes(Long.MAX_VALUE, 1, Long.MAX_VALUE));
        assertThat(page.through()).isEqualTo(new Lanes(5, 4, 5));
    }

    @Test
    void listsWhatTheCursorCoversWithoutItsContent() {
        append(alice, NORMAL, HIGH, NORMAL, NORMAL);
        Instant at = now();
        inbox().markSent(List.of(sent(alice, 1, at, 3), sent(alice, 2, at, 1), sent(alice, 3, at.minusSeconds(60), 1)));
        Covered covered = new Covered(3, at.minusSeconds(30), true);

        Page page = read(from(alice, Lanes.all(0), 10, 1_000_000, covered));

        assertThat(seqs(page.deliveries())).containsExactly(3L, 4L);
        assertThat(page.covered())
                .extracting(Delivery::seq, Delivery::priority, Delivery::attempt)
                .containsExactly(tuple(2L, HIGH, 1), tuple(1L, NORMAL, 3));
        assertThat(page.covered())
                .allSatisfy(delivery -> assertThat(delivery.sentAt()).isEqualTo(at));
        assertThat(page.through()).isEqualTo(Lanes.all(4));
        Page firstTwo = read(from(alice, Lanes.all(0), 2, 1_000_000, covered));
        assertThat(firstTwo.through()).isEqualTo(new Lanes(4, 3, 4));
    }

    @Test
    void leavesOutWhatTheFilterDoesNotWantAndPassesOverIt() {
        for (String type : List.of("a", "b", "a,b", "b", "a")) {
            append(alice, new Content(type, new byte[] {'1'}, null, false), NORMAL, null);
        }
        Filter types = new Filter(Set.of("a", "a,b"), Set.of());

        Page page = read(filtered(types, 4));

        assertThat(seqs(page.deliveries())).containsExactly(1L, 3L);
        assertThat(page.through()).isEqualTo(new Lanes(5, 4, 5));
        assertThat(seqs(read(filtered(types, 9)).deliveries())).containsExactly(1L, 3L, 5L);
        assertThat(read(filtered(new Filter(Set.of(), Set.of("news")), 9)))
                .isEqualTo(new Page(alice, 5, List.of(), List.of(), Lanes.all(5), Lanes.all(Long.MAX_VALUE)));
    }

    private PageRequest filtered(Filter filter, int limit) {
        return new PageRequest(
                alice, Lanes.all(0), Lanes.all(limit), 1_000_000, NOTHING, Long.MAX_VALUE, filter, List.of());
    }

    @Test
    void whatNeedsNoAckIsSettledWhenWrittenAndStaysSent() {
        append(alice, NORMAL);
        append(alice, content("{}"), NORMAL, null, false);
        append(alice, content("{}"), HIGH, null, false);
        assertThat(inbox().open(List.of(alice)).get(0).unacked()).isEqualTo(1);
        assertThat(inbox().summary(alice)).isEqualTo(new Summary(3, 1, 3));
        assertThat(unsettled(alice)).extracting(Delivery::ackRequired).containsExactly(false, true, false);
        ack(acks(alice, 1));
        assertThat(inbox().open(List.of(alice)).get(0).lowestUnsettled()).isEqualTo(2);

        inbox().markSent(List.of(new SentMark(alice, 2, delivery(alice, 2).createdAt(), now(), 1, true)));

        assertThat(seqs(unsettled(alice))).containsExactly(3L);
        assertThat(inbox().find(alice, 2, now()).orElseThrow().state()).isEqualTo(DeliveryState.SENT);
        assertThat(listed(InboxFilter.UNACKED, OptionalLong.empty(), 9)).isEmpty();
        assertThat(ack(acks(alice, 2, 3))).isEqualTo(accepted(0, 0, 3));
        assertThat(ack(reads(alice, 2)).read()).isEqualTo(1);
        assertThat(inbox().find(alice, 2, now()).orElseThrow().state()).isEqualTo(DeliveryState.SENT);
    }

    @Test
    void aMarkThatSettlesTakesEffectBesideAnAckOfTheSameStretch() {
        append(alice, NORMAL);
        append(alice, content("{}"), NORMAL, null, false);
        List<SentMark> marks = Stream.of(1L, 2L)
                .map(seq -> new SentMark(alice, seq, delivery(alice, seq).createdAt(), now(), 1, seq == 2))
                .toList();

        assertThat(inbox().ack(List.of(upTo(alice, 2)), marks)).containsExactly(accepted(1, 0, 2));

        assertThat(unsettled(alice)).isEmpty();
        assertThat(inbox().find(alice, 2, now()).orElseThrow().state()).isEqualTo(DeliveryState.SENT);
    }

    @Test
    void reachesAStreamThatWasOpenThoughAnotherOneSettledIt() {
        append(alice, NORMAL);
        append(alice, content("{}"), NORMAL, null, false);
        inbox().markSent(List.of(new SentMark(alice, 2, delivery(alice, 2).createdAt(), now(), 1, true)));

        assertThat(seqs(read(openedAt(1)).deliveries())).containsExactly(1L, 2L);
        assertThat(seqs(read(openedAt(2)).deliveries())).containsExactly(1L);
    }

    private PageRequest openedAt(long head) {
        return new PageRequest(alice, Lanes.all(0), Lanes.all(9), 1_000, NOTHING, head, Filter.NONE, List.of());
    }

    @Test
    void exhaustsOnlyWhatHasUsedUpItsRoundsAndStillTakesItsAck() {
        append(alice, NORMAL, NORMAL, NORMAL, NORMAL);
        append(bob, NORMAL);
        Instant at = now();
        inbox().markSent(List.of(sent(alice, 1, at, 2), sent(alice, 2, at, 1), sent(alice, 3, at, 2)));
        ack(acks(alice, 3));

        inbox().exhaust(List.of(new Place(alice, 1), new Place(alice, 2), new Place(alice, 3), new Place(bob, 1)), 2);
        inbox().exhaust(List.of(), 2);

        assertThat(seqs(unsettled(alice))).containsExactly(2L, 4L);
        assertThat(seqs(unsettled(bob))).containsExactly(1L);
        assertThat(inbox().summary(alice)).isEqualTo(new Summary(4, 2, 3 + 1));
        assertThat(inbox().open(List.of(alice)).get(0).lowestUnsettled()).isEqualTo(2);
        assertThat(listed(InboxFilter.UNACKED, OptionalLong.empty(), 9)).containsExactly(4L, 2L);
        assertThat(inbox().find(alice, 1, now()).orElseThrow().state()).isEqualTo(DeliveryState.EXHAUSTED);
        assertThat(ack(acks(alice, 1))).isEqualTo(accepted(1, 2, 4));
        assertThat(inbox().find(alice, 1, now()).orElseThrow().state()).isEqualTo(DeliveryState.ACKED);
    }
}
