package dev.notification.reliability.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.reliability.history.Observation.Acked;
import dev.notification.reliability.history.Observation.CaughtUp;
import dev.notification.reliability.history.Observation.Closed;
import dev.notification.reliability.history.Observation.Dropped;
import dev.notification.reliability.history.Observation.Framed;
import dev.notification.reliability.history.Observation.Moved;
import dev.notification.reliability.history.Observation.Opened;
import dev.notification.reliability.history.Observation.Produced;
import dev.notification.reliability.history.Observation.Read;
import dev.notification.reliability.history.Observation.Ready;
import dev.notification.reliability.history.Observation.Rejected;
import dev.notification.reliability.history.Observation.Reset;
import dev.notification.reliability.history.Observation.Row;
import dev.notification.reliability.history.Observation.Sampled;
import dev.notification.reliability.history.Observation.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alice gets three notifications on connection 1 and acks the first; each test bends that, within the contract or beyond it. */
class HistoryCheckerTests {
    private static final long SECOND = 1_000_000_000;

    private final List<Observation> history = new ArrayList<>(List.of(
            produced("a1", Outcome.OK, 0),
            produced("a2", Outcome.OK, 1),
            produced("a3", Outcome.OK, 2),
            opened(2, 1, null),
            new Ready(2 * SECOND, 1, "abcd", 3, false),
            framed(3, 1, 1),
            framed(3, 1, 2),
            framed(3, 1, 3),
            new CaughtUp(3 * SECOND, 1, 3),
            acked(4, 5, 1, 1, Outcome.OK)));
    private List<Row> rows = List.of(row(1, "a1", "acked"), row(2, "a2", "sent"), row(3, "a3", "sent"));

    @Test
    void nothingIsWrongWithACorrectHistory() {
        assertThat(violated()).isEmpty();
    }

    @Test
    void anAcceptedRecordThatIsNowhereIsLost() {
        history.add(produced("a4", Outcome.OK, 3));
        assertThat(violated()).containsExactly(Rule.LOST);
    }

    @Test
    void aRecordIsRefusedIfItIsWrongAndForThatReason() {
        history.add(new Produced(SECOND, 0, "alice", "bad", Outcome.OK, 0, 3, "too-large"));
        assertThat(violated()).containsExactly(Rule.LOST);
        history.add(new Rejected(9 * SECOND, "bad", "too-large"));
        assertThat(violated()).isEmpty();
        history.set(history.size() - 1, new Rejected(9 * SECOND, "bad", "invalid-json"));
        assertThat(violated()).containsExactly(Rule.MISJUDGED);
    }

    @Test
    void aRightRecordIsNotRefusedAndAWrongOneIsNotStored() {
        history.add(new Rejected(9 * SECOND, "a3", "too-large"));
        assertThat(violated()).containsExactly(Rule.MISJUDGED);
        history.remove(history.size() - 1);
        history.set(2, new Produced(SECOND, 0, "alice", "a3", Outcome.OK, 0, 2, "too-large"));
        assertThat(violated()).containsExactly(Rule.MISJUDGED);
    }

    @Test
    void whatNobodyAskedForIsNotAcked() {
        rows = List.of(rows.get(0), rows.get(1), row(3, "a3", "acked"));
        assertThat(violated()).containsExactly(Rule.UNASKED_ACK);
    }

    @Test
    void aRecordOfUnknownFateMayBeThereOrNot() {
        history.add(produced("a4", Outcome.UNKNOWN, -1));
        assertThat(violated()).isEmpty();
        rows = List.of(rows.get(0), rows.get(1), rows.get(2), row(4, "a4", "pending"));
        assertThat(violated()).isEmpty();
    }

    @Test
    void oneKeyInTwoRowsIsADuplicate() {
        rows = List.of(rows.get(0), rows.get(1), rows.get(2), row(4, "a2", "pending"));
        assertThat(violated()).containsExactly(Rule.DUPLICATE);
    }

    @Test
    void aMissingSequenceIsAGap() {
        history.remove(0);
        history.removeIf(o -> o instanceof Framed f && f.seq() == 1);
        rows = rows.subList(1, 3);
        assertThat(violated()).containsExactly(Rule.GAP);
    }

    @Test
    void sequencesFollowTheOffsetsOfOnePartitionOnly() {
        history.set(0, new Produced(SECOND, 0, "alice", "a1", Outcome.OK, 5, 99, null));
        assertThat(violated()).isEmpty();
        history.set(0, produced("a1", Outcome.OK, 99));
        assertThat(violated()).containsExactly(Rule.INVERSION);
    }

    @Test
    void whatNobodyProducedOrCertainlyFailedIsAPhantom() {
        history.set(2, produced("a3", Outcome.FAIL, -1));
        assertThat(violated()).containsExactly(Rule.PHANTOM);
    }

    @Test
    void whatWasProducedForAnotherIsForeign() {
        history.set(2, new Produced(SECOND, 0, "bob", "a3", Outcome.OK, 0, 2, null));
        assertThat(violated()).containsExactly(Rule.FOREIGN);
    }

    @Test
    void aConnectionOpenedAfterAnAckDoesNotCarryIt() {
        history.add(opened(6, 2, null));
        history.add(new Ready(6 * SECOND, 2, "abcd", 3, false));
        history.add(framed(6, 2, 1));
        assertThat(violated()).containsExactly(Rule.REDELIVERED);
    }

    @Test
    void aConnectionOpenedBeforeTheAnswerMayCarryItForASecondAndBeReadLater() {
        history.add(3, opened(1, 2, null));
        history.add(4, new Ready(2 * SECOND, 2, "abcd", 3, false));
        history.add(framed(7, 2, 1));
        assertThat(violated()).isEmpty();
        history.set(history.size() - 1, framed(8, 2, 1));
        assertThat(violated()).containsExactly(Rule.REDELIVERED);
    }

    @Test
    void aBacklogIsNotOverBeforeAllOfItWasSent() {
        history.removeIf(o -> o instanceof Framed f && f.seq() == 3);
        assertThat(violated()).containsExactly(Rule.HOLE);
    }

    @Test
    void anIdMayPassOverWhatSomebodyWasAcking() {
        history.removeIf(o -> o instanceof Framed f && f.seq() == 1);
        history.add(3, acked(1, 5, 1, 1, Outcome.UNKNOWN));
        assertThat(violated()).isEmpty();
    }

    @Test
    void aBookmarkPassesOverNothingUnsettled() {
        resume("abcd.1", true);
        history.add(new Moved(8 * SECOND, 2, "abcd.3"));
        assertThat(violated()).containsExactly(Rule.HOLE);
    }

    @Test
    void whatLiesBeforeAnHonouredCursorNeedNotComeAgain() {
        resume("abcd.3", true);
        history.add(new CaughtUp(8 * SECOND, 2, 3));
        assertThat(violated()).isEmpty();
    }

    @Test
    void aCursorIsHonouredOrAResetSaysNo() {
        resume("abcd.3", false);
        List<Observation> reset = List.of(new Reset(7 * SECOND, 2, "abcd.1", "ahead"));
        List<Observation> backlog = List.of(framed(8, 2, 2), framed(8, 2, 3), new CaughtUp(8 * SECOND, 2, 3));
        int end = history.size();
        history.addAll(backlog);
        assertThat(violated()).containsExactly(Rule.UNANNOUNCED_RESET);
        history.addAll(end, reset);
        assertThat(violated()).isEmpty();
    }

    @Test
    void anotherEpochIsNotTakenSilently() {
        history.add(new Moved(8 * SECOND, 1, "wxyz.4"));
        assertThat(violated()).contains(Rule.UNANNOUNCED_RESET);
    }

    @Test
    void idsIncrease() {
        history.add(new Moved(8 * SECOND, 1, "abcd.3"));
        assertThat(violated()).containsExactly(Rule.NON_MONOTONIC);
    }

    @Test
    void aRepeatComesAfterAckWaitAndNotBefore() {
        history.add(new Framed(33 * SECOND, 1, null, 2, 2, "a2"));
        assertThat(violated()).isEmpty();
        history.set(history.size() - 1, new Framed(20 * SECOND, 1, null, 2, 2, "a2"));
        assertThat(violated()).containsExactly(Rule.NON_MONOTONIC);
    }

    @Test
    void whereTheCursorAcksNothingIsSentTwice() {
        history.add(new Framed(33 * SECOND, 1, null, 2, 2, "a2"));
        history.replaceAll(o ->
                o instanceof Opened p ? new Opened(p.at(), p.connection(), p.recipient(), p.node(), null, true) : o);
        assertThat(violated()).containsExactly(Rule.NON_MONOTONIC);
    }

    @Test
    void whatWasConfirmedAsAckedIsSettledInTheEnd() {
        rows = List.of(row(1, "a1", "sent"), rows.get(1), rows.get(2));
        assertThat(violated()).containsExactly(Rule.FALSE_ACK);
    }

    @Test
    void anAckOfUnknownFateOrOfWhatDidNotExistYetPromisesNothing() {
        history.add(acked(5, 6, 2, 2, Outcome.UNKNOWN));
        history.add(3, acked(1, 2, 2, 3, Outcome.OK));
        assertThat(violated()).isEmpty();
    }

    @Test
    void readersAgreeOnWhatTheyCanSee() {
        history.add(new Read(9 * SECOND, "stream", false, "alice", 3, rows.subList(1, 3)));
        assertThat(violated()).isEmpty();
        history.set(history.size() - 1, new Read(9 * SECOND, "stream", false, "alice", 3, rows.subList(2, 3)));
        assertThat(violated()).containsExactly(Rule.READS_DIFFER);
    }

    @Test
    void resourcesComeBackToWhatTheyWere() {
        history.add(new Sampled(SECOND, "node", false, 100, 200, 10, 100 << 20));
        history.add(new Sampled(9 * SECOND, "node", true, 105, 210, 12, 110 << 20));
        assertThat(violated()).isEmpty();
        history.set(history.size() - 1, new Sampled(9 * SECOND, "node", true, 106, 210, 12, 110 << 20));
        assertThat(violated()).containsExactly(Rule.BASELINE);
    }

    @Test
    void aHistoryWithoutAFinalReadProvesNothing() {
        rows = List.of();
        assertThat(violated()).contains(Rule.VACUOUS);
    }

    @Test
    void aLogThatWasWrittenAndReadHasTheSameVerdict(@TempDir Path directory) throws Exception {
        history.add(new Moved(8 * SECOND, 1, "abcd.3"));
        Path file = directory.resolve("log.jsonl");
        try (OperationsLog log = new OperationsLog(file)) {
            whole().forEach(log::add);
        }
        assertThat(HistoryChecker.check(OperationsLog.read(file), Limits.DEFAULTS)
                        .counts())
                .isEqualTo(
                        HistoryChecker.check(whole()::forEach, Limits.DEFAULTS).counts())
                .containsOnlyKeys(Rule.NON_MONOTONIC);
    }

    private void resume(String cursor, boolean honoured) {
        history.add(new Closed(6 * SECOND, 1, "cut"));
        history.add(opened(7, 2, cursor));
        history.add(new Ready(7 * SECOND, 2, "abcd", 3, honoured));
    }

    @Test
    void whatRetentionDroppedIsNoGapAndWhoAsksForItIsTold() {
        history.removeIf(o -> o instanceof Produced p && p.key().equals("a1"));
        history.add(0, produced("a1", Outcome.UNKNOWN, -1));
        rows = rows.subList(1, 3);
        assertThat(violated()).contains(Rule.GAP);
        history.add(new Dropped(6 * SECOND, "alice", 1));
        history.add(opened(7, 2, "abcd.1"));
        history.add(new Ready(7 * SECOND, 2, "abcd", 3, true));
        history.add(framed(7, 2, 2));
        assertThat(violated()).isEmpty();
        history.set(history.size() - 3, opened(7, 2, "abcd.0"));
        assertThat(violated()).containsExactly(Rule.UNANNOUNCED_RESET);
        history.add(history.size() - 1, new Reset(7 * SECOND, 2, "abcd.1", "retention"));
        assertThat(violated()).isEmpty();
    }

    private List<Observation> whole() {
        List<Observation> whole = new ArrayList<>(history);
        long head = rows.stream().mapToLong(Row::seq).max().orElse(0);
        whole.add(new Read(9 * SECOND, "sql", true, "alice", head, rows));
        return whole;
    }

    private Set<Rule> violated() {
        return HistoryChecker.check(whole()::forEach, Limits.DEFAULTS).counts().keySet();
    }

    private static Produced produced(String key, Outcome outcome, long offset) {
        return new Produced(SECOND, 0, "alice", key, outcome, 0, offset, null);
    }

    private static Opened opened(long at, long connection, @Nullable String cursor) {
        return new Opened(at * SECOND, connection, "alice", "node", cursor, false);
    }

    private static Framed framed(long at, long connection, long seq) {
        return new Framed(at * SECOND, connection, "abcd." + seq, seq, 1, "a" + seq);
    }

    private static Acked acked(long begun, long at, long first, long last, Outcome outcome) {
        return new Acked(at * SECOND, begun * SECOND, "alice", List.of(new Span(first, last)), 0, outcome, 200);
    }

    private static Row row(long seq, String key, String state) {
        return new Row(seq, key, state);
    }
}
