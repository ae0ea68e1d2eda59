package dev.notification.stream.connection;

import static dev.notification.api.Priority.HIGH;
import static dev.notification.api.Priority.LOW;
import static dev.notification.api.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.PageRequest.Again;
import dev.notification.store.SequenceRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTests {
    private static final Moment NOW = at(0);
    private final InFlight inFlight = new InFlight(3);

    private static Moment at(long second) {
        return new Moment(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second), 1_000 * second);
    }

    @Test
    void highHasAWindowOfItsOwn() {
        for (long seq = 1; seq <= 3; seq++) inFlight.sent(seq == 2 ? LOW : NORMAL, seq, 1, NOW.steadyMillis());
        inFlight.sent(HIGH, 4, 1, NOW.steadyMillis());
        assertThat(inFlight.room(NORMAL)).isZero();
        assertThat(inFlight.room(LOW)).isZero();
        assertThat(inFlight.room(HIGH)).isEqualTo(2);
        assertThat(inFlight.anyWindowFull()).isTrue();
        inFlight.forget(List.of(new SequenceRange(2, 3)));
        assertThat(inFlight.room(LOW)).isEqualTo(2);
    }

    @Test
    void tellsWhatIsDueLaneByLane() {
        inFlight.sent(NORMAL, 1, 1, at(3).steadyMillis());
        inFlight.sent(NORMAL, 2, 2, at(1).steadyMillis());
        inFlight.sent(HIGH, 3, 1, at(2).steadyMillis());
        inFlight.sent(LOW, 4, 1, Moment.NEVER);
        assertThat(inFlight.isDue(NOW)).isFalse();
        assertThat(inFlight.due(at(2), 9)).containsExactly(new Again(HIGH, 3), new Again(NORMAL, 2));
        assertThat(inFlight.due(at(2), 1)).containsExactly(new Again(HIGH, 3));
        assertThat(inFlight.dueAfter(2, at(9))).containsExactly(2L);
        assertThat(inFlight.attempt(2)).isEqualTo(2);
        assertThat(inFlight.attempt(5)).isZero();
    }

    @Test
    void whatIsSentAgainIsInFlightOnce() {
        inFlight.sent(NORMAL, 1, 1, NOW.steadyMillis());
        inFlight.sent(NORMAL, 1, 2, at(5).steadyMillis());
        assertThat(inFlight.room(NORMAL)).isEqualTo(2);
        assertThat(inFlight.due(at(4), 9)).isEmpty();
        assertThat(inFlight.isDue(at(4))).isFalse();
    }

    @Test
    void whatTheClientHadBeforeFillsNoWindowAndIsBoundedToo() {
        for (long seq = 1; seq <= 5; seq++) inFlight.covered(NORMAL, seq, 1, NOW.steadyMillis());
        assertThat(inFlight.room(NORMAL)).isEqualTo(3);
        assertThat(inFlight.takesCovered()).isFalse();
        assertThat(inFlight.due(NOW, 9)).hasSize(3);
        inFlight.sent(NORMAL, 1, 2, NOW.steadyMillis());
        assertThat(inFlight.room(NORMAL)).isEqualTo(2);
        assertThat(inFlight.takesCovered()).isTrue();
        inFlight.clear();
        assertThat(inFlight.due(NOW, 9)).isEmpty();
        assertThat(inFlight.room(NORMAL)).isEqualTo(3);
    }

    @Test
    void knowsWhenAnAckLastSettledSomething() {
        inFlight.sent(HIGH, 1, 1, NOW.steadyMillis());
        inFlight.sent(NORMAL, 2, 1, NOW.steadyMillis());
        inFlight.covered(NORMAL, 3, 1, NOW.steadyMillis());
        assertThat(inFlight.count()).isEqualTo(2);
        assertThat(inFlight.lastAckAt()).isNull();

        inFlight.forget(1);
        inFlight.acked(List.of(new SequenceRange(7, 9)), NOW);
        assertThat(inFlight.lastAckAt()).isNull();

        inFlight.acked(List.of(new SequenceRange(1, 2)), at(1));
        inFlight.acked(List.of(new SequenceRange(1, 2)), at(2));
        assertThat(inFlight.lastAckAt()).isEqualTo(at(1).wall());
        assertThat(inFlight.count()).isZero();
    }
}
