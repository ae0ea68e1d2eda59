package dev.notification.reliability.history;

import dev.notification.reliability.history.Observation.CaughtUp;
import dev.notification.reliability.history.Observation.Framed;
import dev.notification.reliability.history.Observation.Opened;
import dev.notification.reliability.history.Observation.Ready;
import dev.notification.reliability.history.Observation.Reset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows one connection through the second pass. */
final class ConnectionCheck {
    private final Opened opened;
    private final Inbox inbox;
    private final Limits limits;
    private final Verdict verdict;
    private final Map<Long, Long> sent = new HashMap<>();
    private @Nullable Ready ready;
    private boolean reset;
    private boolean cursorJudged;
    private long lastId = -1;
    private long passed;

    ConnectionCheck(Opened opened, Inbox inbox, Limits limits, Verdict verdict) {
        this.opened = opened;
        this.inbox = inbox;
        this.limits = limits;
        this.verdict = verdict;
    }

    String recipient() {
        return opened.recipient();
    }

    void ready(Ready now) {
        ready = now;
        if (now.resumed()) Cursor.of(opened.cursor()).ifPresent(cursor -> lastId = passed = cursor.seq());
    }

    void reset(Reset now) {
        reset = true;
        lastId = -1;
        passed = 0;
        moved(now.id(), now.at());
    }

    void framed(Framed frame) {
        judgeCursor();
        Long before = sent.put(frame.seq(), frame.at());
        if (before != null && opened.cursorAcks())
            violated(Rule.NON_MONOTONIC, "sequence " + frame.seq() + " twice where the cursor acks");
        else if (before != null
                && frame.at() - before < limits.ackWait().minus(limits.slack()).toNanos())
            violated(Rule.NON_MONOTONIC, "sequence " + frame.seq() + " twice within ack-wait");
        long acked = inbox.acked(frame.seq());
        boolean late =
                acked < frame.at() && frame.at() - acked > limits.ackSeen().toNanos();
        if (acked < opened.at() || late) violated(Rule.REDELIVERED, "sequence " + frame.seq() + " acked at " + acked);
        if (frame.id() != null) moved(frame.id(), frame.at());
    }

    /** The position moves: everything up to it was settled, or was sent here, or lies before the honoured cursor. */
    void moved(String id, long at) {
        Cursor cursor = Cursor.of(id).orElse(null);
        if (cursor == null) {
            violated(Rule.NON_MONOTONIC, "malformed id " + id);
            return;
        }
        if (ready != null && !ready.epoch().equals(cursor.epoch()))
            violated(Rule.UNANNOUNCED_RESET, "id " + id + " in epoch " + ready.epoch());
        if (cursor.seq() <= lastId) violated(Rule.NON_MONOTONIC, "id " + id + " after " + lastId);
        lastId = Math.max(lastId, cursor.seq());
        requireSentThrough(cursor.seq(), at, "id " + id);
        passed = Math.max(passed, cursor.seq());
    }

    void caughtUp(CaughtUp now) {
        judgeCursor();
        requireSentThrough(ready == null ? now.head() : ready.head(), now.at(), "caught-up");
    }

    private void requireSentThrough(long through, long at, String what) {
        for (long seq = passed + 1; seq <= through; seq++)
            if (!sent.containsKey(seq) && inbox.wasUnsettled(seq, at))
                violated(Rule.HOLE, what + " passes over " + seq);
    }

    /** The cursor's fate is known when the first delivery comes, or none. */
    private void judgeCursor() {
        if (cursorJudged) return;
        cursorJudged = true;
        String cursor = opened.cursor();
        Ready answer = ready;
        if (cursor == null || cursor.isEmpty() || reset || answer == null) return;
        boolean there = Cursor.of(cursor)
                .filter(c -> c.epoch().equals(answer.epoch()) && c.seq() >= inbox.droppedBy(opened.at()))
                .isPresent();
        if (!answer.resumed() || !there)
            violated(Rule.UNANNOUNCED_RESET, "cursor " + cursor + " in epoch " + answer.epoch());
    }

    private void violated(Rule rule, String what) {
        verdict.violated(
                rule,
                "%s, connection %d to %s: %s".formatted(opened.recipient(), opened.connection(), opened.node(), what));
    }
}
