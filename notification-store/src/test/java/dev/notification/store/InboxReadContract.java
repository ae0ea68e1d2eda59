package dev.notification.store;

import static dev.notification.api.Priority.HIGH;
import static dev.notification.api.Priority.LOW;
import static dev.notification.api.Priority.NORMAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every {@link Inbox} promises to those who look. */
abstract class InboxReadContract extends InboxStreamContract {
    @Test
    void opensAnInboxNobodyEverSawAsZeros() {
        Opening opening = inbox().open(List.of(alice)).get(0);

        assertThat(opening.head()).isZero();
        assertThat(opening.unacked()).isZero();
        assertThat(opening.lowestUnsettled()).isEqualTo(1);
        assertThat(opening.droppedThrough()).isZero();
        assertThat(read(from(alice, Lanes.all(0), 10)))
                .isEqualTo(new Page(alice, 0, List.of(), List.of(), Lanes.all(0), Lanes.all(Long.MAX_VALUE)));
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
    void stopsALaneAtItsBytesButGivesItsFirstDeliveryWhateverItsSize() {
        int size = content("x".repeat(1_000)).size();
        for (int i = 0; i < 3; i++) append(alice, content("x".repeat(1_000)), NORMAL, null);
        append(alice, content("x".repeat(1_000)), HIGH, null);

        Page one = read(from(alice, Lanes.all(0), 10, 1, new Covered(0, LONG_AGO, false)));
        assertThat(seqs(one.deliveries())).containsExactly(4L, 1L);
        assertThat(one.through()).isEqualTo(new Lanes(4, 1, 4));

        Page two = read(from(alice, Lanes.all(0), 10, size + 1, new Covered(0, LONG_AGO, false)));
        assertThat(seqs(two.deliveries())).containsExactly(4L, 1L, 2L);
        assertThat(two.through()).isEqualTo(new Lanes(4, 2, 4));

        Page all = read(from(alice, Lanes.all(0), 10, 2 * size + 1, new Covered(0, LONG_AGO, false)));
        assertThat(seqs(all.deliveries())).containsExactly(4L, 1L, 2L, 3L);
        assertThat(all.through()).isEqualTo(Lanes.all(4));
    }

    @Test
    void doesNotRepeatAtOnceWhatTheCursorCovers() {
        append(alice, NORMAL, NORMAL, NORMAL, NORMAL);
        Instant at = now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        inbox().markSent(List.of(sent(alice, 1, at.minusSeconds(60), 1), sent(alice, 2, at, 1), sent(alice, 4, at, 1)));

        Page page = read(from(alice, Lanes.all(0), 10, 1_000_000, new Covered(3, at.minusSeconds(30), false)));

        // 1 is due again, 2 is not, 3 was stored a moment ago and its mark may be on its way, 4 lies behind the cursor
        assertThat(seqs(page.deliveries())).containsExactly(1L, 4L);
        assertThat(page.through()).isEqualTo(Lanes.all(4));
        assertThat(seqs(read(from(alice, Lanes.all(0), 10, 1_000_000, new Covered(3, at.plusSeconds(1), false)))
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

    @Test
    void neverMovesALaneBack() {
        append(alice, NORMAL);

        assertThat(read(from(alice, new Lanes(9, 0, 9), 5)).through()).isEqualTo(new Lanes(9, 1, 9));
    }
}
