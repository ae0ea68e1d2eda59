package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.api.Priority;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import dev.notification.store.Opening;
import dev.notification.store.SequenceRange;
import dev.notification.store.StoreEpoch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamStateTests {
    private final StreamSimulation inbox = new StreamSimulation();

    @Test
    void sendsTheBacklogThenSaysSoThenWhatArrives() {
        inbox.append(Priority.NORMAL);
        inbox.append(Priority.NORMAL);
        inbox.connect();
        inbox.drain();
        inbox.arrive(inbox.append(Priority.NORMAL));
        assertThat(inbox.frames).containsExactly("ready false", "#1", "#2", "caught-up 2", "#3");
    }

    @Test
    void anEmptyInboxIsCaughtUpAtOnce() {
        inbox.connect();
        assertThat(inbox.frames).containsExactly("ready false", "caught-up 0");
    }

    @Test
    void whatOvertakesCarriesNoIdUntilTheOvertakenIsSent() {
        inbox.append(Priority.LOW);
        inbox.append(Priority.NORMAL);
        inbox.append(Priority.HIGH);
        inbox.connect();
        inbox.drain();
        assertThat(inbox.frames).containsExactly("ready false", "3", "2", "#1", "#3 bookmark", "caught-up 3");
    }

    @Test
    void settledDeliveriesAreNoGapForTheCursor() {
        for (int i = 0; i < 5; i++) inbox.append(Priority.NORMAL);
        inbox.settle(2);
        inbox.settle(3);
        inbox.settle(5);
        inbox.connect();
        inbox.drain();
        assertThat(inbox.frames).containsExactly("ready false", "#1", "#4", "#5 bookmark", "caught-up 5");
    }

    @Test
    void resumesAfterTheCursorWithoutGapOrRepeat() {
        for (int i = 0; i < 3; i++) inbox.append(Priority.NORMAL);
        inbox.connect();
        inbox.drain();
        inbox.append(Priority.NORMAL);
        inbox.connect();
        inbox.drain();
        assertThat(inbox.frames).containsExactly("ready true", "#4", "caught-up 4");
    }

    @Test
    void whatTheCursorCoversComesAgainWhenItIsDueAsTheNextAttemptWithoutId() {
        inbox.append(Priority.NORMAL);
        inbox.append(Priority.NORMAL);
        inbox.connect();
        inbox.drain();
        inbox.settle(1);
        inbox.now = inbox.now.plus(Duration.ofSeconds(31));
        inbox.append(Priority.NORMAL);
        inbox.connect();
        inbox.drain();
        assertThat(inbox.frames).containsExactly("ready true", "2x2", "#3", "caught-up 3");
    }

    @Test
    void aCursorThatIsNotHonouredIsSaidBeforeEverythingUnsettled() {
        inbox.append(Priority.NORMAL);
        inbox.append(Priority.NORMAL);
        inbox.settle(1);
        inbox.clientCursor = "elsewhere.7";
        inbox.connect();
        inbox.drain();
        assertThat(inbox.frames).containsExactly("ready false", "reset unknown-epoch", "#2", "caught-up 2");
    }

    @Test
    void aLostArrivalIsReadFromTheStoreBeforeTheNext() {
        inbox.connect();
        inbox.append(Priority.NORMAL);
        inbox.arrive(inbox.append(Priority.NORMAL));
        inbox.drain();
        assertThat(inbox.seqs).containsExactly(1L, 2L);
    }

    @Test
    void aDoubledOrLateArrivalIsNotSentAgain() {
        inbox.connect();
        Delivery first = inbox.append(Priority.NORMAL);
        Delivery second = inbox.append(Priority.NORMAL);
        inbox.arrive(first);
        inbox.arrive(first);
        inbox.arrive(second);
        inbox.arrive(first);
        inbox.drain();
        assertThat(inbox.seqs).containsExactly(1L, 2L);
    }

    @Test
    void aClientThatDoesNotReadCostsNoQueue() {
        inbox.connect();
        inbox.writable = false;
        List<Delivery> arrivals = new ArrayList<>();
        for (int i = 0; i < 500; i++) arrivals.add(inbox.append(Priority.NORMAL));
        arrivals.forEach(inbox::arrive);
        assertThat(inbox.asked).isNull();
        inbox.writable = true;
        inbox.state.writable(inbox.now);
        inbox.drain();
        assertThat(inbox.seqs).hasSize(500).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anExpiredDeliveryIsNotSentThoughThePageStillHeldIt() {
        inbox.append(Priority.NORMAL);
        Delivery second = inbox.append(Priority.NORMAL);
        inbox.unsettled.put(2L, new Delivery(2, Priority.NORMAL, 1, null, inbox.now, inbox.now, second.content()));
        inbox.connect();
        inbox.drain();
        assertThat(inbox.frames).containsExactly("ready false", "#1", "#2 bookmark", "caught-up 2");
    }

    @Test
    void aNewEpochBeginsAnewOnTheSameStream() {
        inbox.append(Priority.NORMAL);
        inbox.connect();
        inbox.drain();
        String before = inbox.state.cursor();
        inbox.frames.clear();
        inbox.clientCursor = null;
        inbox.state.epochChanged();
        inbox.state.changed("stream.acked", List.of(new SequenceRange(1, 1)));
        assertThat(inbox.frames).isEmpty();
        StoreEpoch other = new StoreEpoch("another life of it".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        inbox.state.opened(new Opening("alice", other, 1, 1, 1, 0), before, inbox.now);
        inbox.drain();
        assertThat(inbox.frames).containsExactly("ready false", "reset unknown-epoch", "#1", "caught-up 1");
    }

    @Test
    void aPageAskedForInTheOldEpochIsThrownAway() {
        inbox.append(Priority.NORMAL);
        inbox.connect();
        inbox.state.epochChanged();
        StoreEpoch other = new StoreEpoch("another life of it".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        inbox.state.opened(new Opening("alice", other, 1, 1, 1, 0), null, inbox.now);
        inbox.frames.clear();
        inbox.answer();
        assertThat(inbox.frames).isEmpty();
        inbox.drain();
        assertThat(inbox.frames).containsExactly("#1", "caught-up 1");
    }

    /** Arrivals lost, doubled and reordered, stalls, acks and cuts at random: the cursor never covers what was not received. */
    @Test
    void nothingIsEverMissedHoweverItGoes() {
        for (int seed = 0; seed < 3_000; seed++) {
            StreamSimulation inbox = new StreamSimulation();
            Random random = new Random(seed);
            List<Delivery> onTheWay = new ArrayList<>();
            inbox.connect();
            for (int step = 0; step < 120; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> onTheWay.add(inbox.append(Lanes.numbered(random.nextInt(3))));
                    case 3, 4 -> {
                        if (!onTheWay.isEmpty()) inbox.arrive(onTheWay.remove(random.nextInt(onTheWay.size())));
                    }
                    case 5 -> {
                        if (!onTheWay.isEmpty()) onTheWay.remove(0);
                    }
                    case 6 -> inbox.answer();
                    case 7 -> {
                        if (!inbox.unsettled.isEmpty()) inbox.settle(inbox.unsettled.firstKey() + random.nextInt(3));
                    }
                    case 8 -> {
                        inbox.writable = !inbox.writable;
                        if (inbox.writable) inbox.state.writable(inbox.now);
                    }
                    default -> {
                        if (random.nextInt(4) == 0) inbox.connect();
                        else inbox.state.grown(inbox.head, inbox.now);
                    }
                }
                inbox.assertCursorIsHonest();
                assertThat(inbox.seqs).as("seed %d", seed).doesNotHaveDuplicates();
            }
            inbox.writable = true;
            inbox.state.grown(inbox.head, inbox.now);
            inbox.drain();
            assertThat(inbox.received).as("seed %d", seed).containsAll(inbox.unsettled.keySet());
        }
    }
}
