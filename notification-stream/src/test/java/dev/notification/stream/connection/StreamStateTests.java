package dev.notification.stream.connection;

import static dev.notification.api.Priority.HIGH;
import static dev.notification.api.Priority.LOW;
import static dev.notification.api.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Filter;
import dev.notification.store.Opening;
import dev.notification.store.Page;
import dev.notification.store.SequenceRange;
import dev.notification.store.StoreEpoch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Backlog, live, cursors, filters: which frames go out, in which order, with which ids. */
class StreamStateTests {
    private static final StoreEpoch OTHER_LIFE =
            new StoreEpoch("another life of it".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private final StreamWorld world = new StreamWorld();
    private final Device phone = world.device();

    @Test
    void sendsTheBacklogThenSaysSoThenWhatArrives() {
        world.append(NORMAL, 2);
        phone.connect().drain();
        world.append(NORMAL);
        phone.arriveAll();
        assertThat(phone.frames).containsExactly("ready false", "#1", "#2", "caught-up 2", "#3");
    }

    @Test
    void anEmptyInboxIsCaughtUpAtOnce() {
        phone.connect();
        assertThat(phone.frames).containsExactly("ready false", "caught-up 0");
    }

    @Test
    void whatOvertakesCarriesNoIdUntilTheOvertakenIsSent() {
        world.append(LOW);
        world.append(NORMAL);
        world.append(HIGH);
        phone.connect().drain();
        assertThat(phone.frames).containsExactly("ready false", "3", "2", "#1", "#3 bookmark", "caught-up 3");
    }

    @Test
    void whatIsHighAndNewOvertakesTheBacklog() {
        world.append(LOW, 200);
        phone.connect();
        phone.answer();
        world.append(HIGH);
        phone.arriveAll();
        phone.answer();
        assertThat(phone.seqs.get(63)).isEqualTo(64);
        assertThat(phone.seqs.get(64)).isEqualTo(201);
    }

    @Test
    void everyLaneGetsItsShareOfABacklog() {
        world.append(LOW, 100);
        world.append(NORMAL, 100);
        world.append(HIGH, 400);
        phone.connect().drain();
        for (int from = 0; from + 10 <= 300; from++) {
            assertThat(phone.seqs.subList(from, from + 10))
                    .anyMatch(seq -> seq <= 100)
                    .anyMatch(seq -> seq > 100 && seq <= 200);
        }
    }

    @Test
    void settledDeliveriesAreNoGapForTheCursor() {
        world.append(NORMAL, 5);
        world.ack(2, 3, 5);
        phone.connect().drain();
        assertThat(phone.frames).containsExactly("ready false", "#1", "#4", "#5 bookmark", "caught-up 5");
    }

    @Test
    void resumesAfterTheCursorWithoutGapOrRepeat() {
        world.append(NORMAL, 3);
        phone.connect().drain();
        world.append(NORMAL);
        phone.connect().drain();
        assertThat(phone.frames).containsExactly("ready true", "#4", "caught-up 4");
    }

    @Test
    void aCursorThatIsNotHonouredIsSaidBeforeEverythingUnsettled() {
        world.append(NORMAL, 2);
        world.ack(1);
        phone.cursor = "elsewhere.7";
        phone.connect().drain();
        assertThat(phone.frames).containsExactly("ready false", "reset unknown-epoch", "#2", "caught-up 2");
    }

    @Test
    void aLostArrivalIsReadFromTheStoreBeforeTheNext() {
        phone.connect();
        world.append(NORMAL, 2);
        phone.onTheWay.remove(0);
        phone.arriveAll();
        phone.drain();
        assertThat(phone.seqs).containsExactly(1L, 2L);
    }

    @Test
    void aDoubledOrLateArrivalIsNotSentAgain() {
        phone.connect();
        world.append(NORMAL, 2);
        phone.onTheWay.addAll(List.copyOf(phone.onTheWay));
        phone.onTheWay.add(1, phone.onTheWay.get(0));
        phone.arriveAll();
        phone.drain();
        assertThat(phone.seqs).containsExactly(1L, 2L);
    }

    @Test
    void anArrivalThatIsLaterThanItsAckIsNotSent() {
        phone.connect();
        world.append(NORMAL);
        world.ack(1);
        phone.arrive(1);
        world.now = world.now.plusSeconds(2);
        phone.arrive(0);
        phone.drain();
        assertThat(phone.seqs).isEmpty();
    }

    @Test
    void whatIsAckedWhileItsPageIsOnItsWayIsNotSent() {
        world.append(NORMAL, 3);
        phone.connect();
        var page = world.inbox
                .read(List.of(java.util.Objects.requireNonNull(phone.asked)))
                .get(0);
        world.ack(1, 2);
        phone.arriveAll();
        world.now = world.now.plusSeconds(2);
        phone.asked = null;
        phone.state.page(page, world.moment());
        assertThat(phone.seqs).containsExactly(3L);
    }

    @Test
    void aClientThatDoesNotReadCostsNoQueue() {
        phone.connect();
        phone.writable = false;
        world.append(NORMAL, 500);
        phone.arriveAll();
        assertThat(phone.asked).isNull();
        phone.takeAgain();
        phone.drain();
        assertThat(phone.seqs).hasSize(500).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anExpiredDeliveryIsNotSentThoughThePageStillHeldIt() {
        world.append(NORMAL);
        world.append("t", NORMAL, world.now.plusSeconds(1), true);
        phone.connect();
        var page = world.inbox
                .read(List.of(java.util.Objects.requireNonNull(phone.asked)))
                .get(0);
        world.now = world.now.plusSeconds(1);
        phone.asked = null;
        phone.state.page(page, world.moment());
        assertThat(phone.frames).containsExactly("ready false", "#1", "#2 bookmark", "caught-up 2");
    }

    @Test
    void aFilterHidesWhatItDoesNotWantAndTheCursorMovesOverIt() {
        Device tab = world.device(
                new StreamOptions(StreamOptions.EventField.NONE, new Filter(Set.of("b"), Set.of()), false));
        world.append("a", NORMAL, null, true);
        world.append("b", NORMAL, null, true);
        world.append("a", NORMAL, null, true);
        tab.connect().drain();
        world.append("a", NORMAL, null, true);
        world.append("b", HIGH, null, true);
        tab.arriveAll();
        world.append("a", NORMAL, null, true);
        tab.arriveAll();
        world.pass(Duration.ofSeconds(1));
        assertThat(tab.frames).containsExactly("ready false", "#2", "#3 bookmark", "caught-up 3", "#5", "#6 bookmark");
    }

    @Test
    void aStreamOfATopicReadsEverythingFromTheStore() {
        Device tab = world.device(
                new StreamOptions(StreamOptions.EventField.NONE, new Filter(Set.of(), Set.of("news")), false));
        tab.connect();
        world.append(NORMAL);
        tab.arriveAll();
        tab.drain();
        assertThat(tab.frames).containsExactly("ready false", "caught-up 0", "#1 bookmark");
    }

    @Test
    void whatNeedsNoAckReachesEveryOpenStreamAndNoLaterOne() {
        Device tablet = world.device();
        phone.connect();
        tablet.connect();
        world.append("t", NORMAL, null, false);
        phone.arriveAll();
        world.flushMarks();
        tablet.onTheWay.clear();
        tablet.state.grown(1, world.moment());
        tablet.drain();
        assertThat(tablet.seqs).containsExactly(1L);
        tablet.cursor = null;
        tablet.connect().drain();
        assertThat(tablet.seqs).isEmpty();
        world.pass(Duration.ofMinutes(2));
        assertThat(phone.seqs).containsExactly(1L);
    }

    @Test
    void aNewEpochBeginsAnewOnTheSameStream() {
        world.append(NORMAL);
        phone.connect().drain();
        String before = phone.state.cursor();
        phone.frames.clear();
        phone.state.epochChanged();
        phone.state.acked(List.of(new SequenceRange(1, 1)), world.moment());
        assertThat(phone.frames).isEmpty();
        phone.state.opened(new Opening(StreamWorld.ALICE, OTHER_LIFE, 1, 1, 1, 0), before, world.moment());
        world.now = world.now.plusSeconds(31);
        phone.drain();
        assertThat(phone.frames).containsExactly("ready false", "reset unknown-epoch", "#1", "caught-up 1");
    }

    @Test
    void aPageAskedForInTheOldEpochIsThrownAway() {
        world.append(NORMAL);
        phone.connect();
        phone.state.epochChanged();
        phone.state.opened(new Opening(StreamWorld.ALICE, OTHER_LIFE, 1, 1, 1, 0), null, world.moment());
        phone.frames.clear();
        phone.answer();
        assertThat(phone.frames).isEmpty();
        phone.drain();
        assertThat(phone.frames).containsExactly("#1", "caught-up 1");
    }

    @Test
    void whatIsWithdrawnIsNotSentAnyMoreAndNotAnnounced() {
        world.append(NORMAL, 3);
        phone.connect();
        Page onItsWay = world.inbox.read(List.of(phone.asked)).get(0);
        withdraw(2);
        phone.state.page(onItsWay, world.moment());
        assertThat(phone.frames)
                .as("the page on its way had it")
                .containsExactly("ready false", "#1", "#3", "caught-up 3");

        phone.frames.clear();
        withdraw(1);
        world.pass(Duration.ofSeconds(31));
        assertThat(phone.frames).containsExactly("3x2");
    }

    /** The inbox here knows no other way to settle. */
    private void withdraw(long seq) {
        world.ack(seq);
        phone.onTheWay.clear();
        phone.state.withdrawn(List.of(new SequenceRange(seq, seq)), world.moment());
    }
}
