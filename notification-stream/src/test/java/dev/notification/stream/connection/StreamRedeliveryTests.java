package dev.notification.stream.connection;

import static dev.notification.api.Priority.HIGH;
import static dev.notification.api.Priority.LOW;
import static dev.notification.api.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.DeliveryState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes again on an open stream, when, and as which attempt; and what a full window holds back. */
class StreamRedeliveryTests {
    private final StreamWorld world = new StreamWorld();

    private Device phone() {
        return world.device().connect();
    }

    private DeliveryState state(long seq) {
        return world.inbox.find(StreamWorld.ALICE, seq, world.now).orElseThrow().state();
    }

    @Test
    void comesAgainAfterAckWaitThenAfterEachBackOff() {
        world.append(NORMAL);
        Device phone = phone();
        phone.drain();
        world.pass(Duration.ofSeconds(29));
        assertThat(phone.frames).containsExactly("ready false", "#1", "caught-up 1");
        phone.frames.clear();
        world.pass(Duration.ofSeconds(2));
        assertThat(phone.frames).containsExactly("1x2");
        world.pass(Duration.ofSeconds(38));
        assertThat(phone.frames).containsExactly("1x2");
        world.pass(Duration.ofSeconds(2));
        assertThat(phone.frames).containsExactly("1x2", "1x3");
        world.pass(Duration.ofMinutes(2).plusSeconds(1));
        world.pass(Duration.ofMinutes(2).plusSeconds(1));
        assertThat(phone.frames).containsExactly("1x2", "1x3", "1x4", "1x5");
    }

    @Test
    void comesAgainInTimeWhenTheNodesClockIsSet() {
        world.append(NORMAL);
        Device phone = phone();
        phone.drain();
        phone.frames.clear();
        world.nodeIsAhead = Duration.ofHours(1);
        world.pass(Duration.ofSeconds(29));
        assertThat(phone.frames).isEmpty();
        world.pass(Duration.ofSeconds(2));
        assertThat(phone.frames).containsExactly("1x2");
        world.nodeIsAhead = Duration.ofHours(-1);
        world.pass(Duration.ofSeconds(38));
        assertThat(phone.frames).containsExactly("1x2");
        world.pass(Duration.ofSeconds(2));
        assertThat(phone.frames).containsExactly("1x2", "1x3");
    }

    @Test
    void anAckEndsItEvenWhenItsArrivalIsLost() {
        world.append(NORMAL, 2);
        Device phone = phone();
        phone.drain();
        world.ack(1);
        phone.onTheWay.clear();
        world.pass(Duration.ofMinutes(5));
        assertThat(phone.seqs).containsExactly(1L, 2L, 2L, 2L, 2L);
    }

    @Test
    void aRoundRaisesTheAttemptOnceHoweverManyDevices() {
        world.append(NORMAL);
        Device phone = phone();
        phone.drain();
        world.pass(Duration.ofSeconds(10));
        Device tablet = phone();
        tablet.drain();
        assertThat(tablet.frames).containsExactly("ready false", "#1", "caught-up 1");
        world.pass(Duration.ofSeconds(31));
        assertThat(phone.frames).endsWith("1x2");
        assertThat(tablet.frames).endsWith("1x2");
        world.pass(Duration.ofSeconds(40));
        assertThat(phone.frames).endsWith("1x3");
        assertThat(tablet.frames).endsWith("1x3");
    }

    @Test
    void connectingRepeatsTheCurrentAttempt() {
        world.append(NORMAL);
        Device phone = phone();
        phone.drain();
        world.pass(Duration.ofSeconds(31));
        phone.cursor = null;
        phone.connect().drain();
        assertThat(phone.frames).containsExactly("ready false", "#1x2", "caught-up 1");
    }

    @Test
    void whatTheCursorCoversComesWhenItIsDueAsTheNextAttemptWithoutId() {
        world.append(NORMAL, 2);
        Device phone = phone();
        phone.drain();
        world.ack(1);
        world.now = world.now.plusSeconds(31);
        world.append(NORMAL);
        phone.connect().drain();
        assertThat(phone.frames).containsExactly("ready true", "2x2", "#3", "caught-up 3");
    }

    @Test
    void whatTheCursorCoversComesOnTheNewStreamWhenItFallsDueThere() {
        world.append(NORMAL, 2);
        Device phone = phone();
        phone.drain();
        world.pass(Duration.ofSeconds(20));
        phone.connect().drain();
        assertThat(phone.frames).containsExactly("ready true", "caught-up 2");
        world.ack(2);
        phone.onTheWay.clear();
        world.pass(Duration.ofSeconds(11));
        assertThat(phone.frames).containsExactly("ready true", "caught-up 2", "1x2");
    }

    @Test
    void whatIsDueSurvivesTheNodeThatKnewIt() {
        world.append(NORMAL);
        phone().drain();
        world.pass(Duration.ofSeconds(31));
        world.devices.clear();
        world.now = world.now.plusSeconds(300);
        Device other = world.device();
        other.cursor =
                world.inbox.open(java.util.List.of(StreamWorld.ALICE)).get(0).cursorEpoch() + ".1";
        other.connect().drain();
        assertThat(other.frames).containsExactly("ready true", "1x3", "caught-up 1");
    }

    @Test
    void lostSentMarksCostARepeatAndNothingElse() {
        world.append(NORMAL);
        Device phone = phone();
        phone.drain();
        world.loseMarks();
        phone.cursor = null;
        phone.connect().drain();
        assertThat(phone.frames).containsExactly("ready false", "#1", "caught-up 1");
    }

    @Test
    void isExhaustedAfterItsLastRoundUnlessItIsAcked() {
        world.redelivery = StreamWorld.redelivery(1_000, 2);
        world.append(NORMAL, 2);
        Device phone = phone();
        phone.drain();
        world.pass(Duration.ofSeconds(31));
        world.ack(2);
        phone.onTheWay.clear();
        world.pass(Duration.ofMinutes(10));
        assertThat(phone.seqs).containsExactly(1L, 2L, 1L, 2L);
        assertThat(state(1)).isEqualTo(DeliveryState.EXHAUSTED);
        assertThat(state(2)).isEqualTo(DeliveryState.ACKED);
        world.ack(1);
        assertThat(state(1)).isEqualTo(DeliveryState.ACKED);
    }

    @Test
    void isExhaustedInsteadOfBeingSentToWhoComesAfterItsLastRound() {
        world.redelivery = StreamWorld.redelivery(1_000, 1);
        world.append(NORMAL);
        phone().drain();
        world.flushMarks();
        world.devices.clear();
        world.now = world.now.plusSeconds(31);
        Device later = phone();
        later.drain();
        assertThat(later.seqs).isEmpty();
        assertThat(state(1)).isEqualTo(DeliveryState.EXHAUSTED);
    }

    @Test
    void isNoLongerRepeatedOnceItIsTooOldButSentToNewStreams() {
        world.append(NORMAL);
        world.now = world.now.plus(Duration.ofDays(7));
        Device phone = phone();
        phone.drain();
        world.pass(Duration.ofMinutes(5));
        assertThat(phone.seqs).containsExactly(1L);
    }

    @Test
    void anExpiredOneIsNotRepeatedAndLeavesTheWindow() {
        world.redelivery = StreamWorld.redelivery(1, 0);
        world.append("t", NORMAL, world.now.plusSeconds(10), true);
        world.append(NORMAL);
        Device phone = phone();
        phone.drain();
        assertThat(phone.frames).containsExactly("ready false", "#1", "stalled 1");
        world.pass(Duration.ofSeconds(11));
        assertThat(phone.seqs).containsExactly(1L, 2L);
    }

    @Test
    void aFullWindowHoldsBackItsLanesUntilSomethingSettles() {
        world.redelivery = StreamWorld.redelivery(2, 0);
        world.append(LOW, 1);
        world.append(NORMAL, 3);
        Device phone = phone();
        phone.drain();
        assertThat(phone.frames).containsExactly("ready false", "2", "3", "stalled 2");
        world.append(HIGH, 3);
        phone.arriveAll();
        phone.drain();
        assertThat(phone.frames.subList(4, 7)).containsExactly("5", "6", "stalled 2");
        world.ack(2);
        phone.arriveAll();
        phone.drain();
        assertThat(phone.frames.subList(7, 10)).containsExactly("stream.acked", "4", "stalled 2");
        world.ack(3, 4, 5, 6);
        phone.arriveAll();
        phone.drain();
        assertThat(phone.seqs).containsExactly(2L, 3L, 5L, 6L, 4L, 7L, 1L);
        assertThat(phone.frames).endsWith("#7 bookmark", "caught-up 4");
    }

    @Test
    void repeatsGoOnInAFullWindow() {
        world.redelivery = StreamWorld.redelivery(2, 0);
        world.append(NORMAL, 3);
        Device phone = phone();
        phone.drain();
        world.pass(Duration.ofSeconds(31));
        assertThat(phone.seqs).containsExactly(1L, 2L, 1L, 2L);
    }

    @Test
    void repeatsOfALaneGoInTheOrderOfLanes() {
        world.append(LOW, 100);
        world.append(HIGH, 20);
        Device phone = phone();
        phone.drain();
        phone.seqs.clear();
        phone.writable = false;
        world.pass(Duration.ofSeconds(31));
        world.append(HIGH);
        phone.arriveAll();
        phone.takeAgain();
        phone.drain();
        assertThat(phone.seqs).hasSize(121).doesNotHaveDuplicates();
        assertThat(phone.seqs.subList(0, 24))
                .contains(121L, 101L, 120L)
                .filteredOn(seq -> seq <= 100)
                .hasSize(3);
    }
}
