package dev.notification.reliability.history;

import dev.notification.reliability.history.Observation.Acked;
import dev.notification.reliability.history.Observation.Dropped;
import dev.notification.reliability.history.Observation.Opened;
import dev.notification.reliability.history.Observation.Read;
import dev.notification.reliability.history.Observation.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the whole history says about one recipient: the first pass gathers it, the second asks. */
final class Inbox {
    private static final long NEVER = Long.MAX_VALUE;

    private final List<Acked> acks = new ArrayList<>();
    private final List<Opened> cursorAcks = new ArrayList<>();
    private final Map<Long, Long> firstFramed = new HashMap<>();
    private final Map<Long, Long> perhapsAcked = new HashMap<>();
    private final Map<Long, Long> surelyAcked = new HashMap<>();
    private final Map<Long, Row> rows = new HashMap<>();
    final List<Read> reads = new ArrayList<>();
    private Dropped dropped = new Dropped(NEVER, "", 0);

    void add(Acked ack) {
        if (ack.outcome() != Outcome.FAIL) acks.add(ack);
    }

    void add(Opened opened) {
        if (opened.cursorAcks() && opened.cursor() != null) cursorAcks.add(opened);
    }

    void add(Read read) {
        reads.add(read);
        if (read.complete()) read.rows().forEach(row -> rows.putIfAbsent(row.seq(), row));
    }

    void add(Dropped gone) {
        dropped = gone;
    }

    /** Up to which sequence retention had dropped by that time, for certain. */
    long droppedBy(long at) {
        return dropped.at() <= at ? dropped.through() : 0;
    }

    void framed(long seq, long at) {
        firstFramed.merge(seq, at, Math::min);
    }

    /** Ends the first pass. An ack of a sequence that did not exist yet is ignored, so only what was seen before counts as sure. */
    void settle() {
        long last = rows.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        for (Long framed : firstFramed.keySet()) last = Math.max(last, framed);
        for (Acked ack : acks) {
            for (var span : ack.spans())
                for (long seq = Math.max(1, span.first()); seq <= Math.min(last, span.last()); seq++) {
                    perhapsAcked.merge(seq, ack.begun(), Math::min);
                    if (ack.outcome() == Outcome.OK && firstFramed.getOrDefault(seq, NEVER) <= ack.begun())
                        surelyAcked.merge(seq, ack.at(), Math::min);
                }
            acknowledgeThrough(Math.min(last, ack.upTo()), ack.begun());
        }
        for (Opened opened : cursorAcks)
            Cursor.of(opened.cursor()).ifPresent(cursor -> acknowledgeThrough(cursor.seq(), opened.at()));
    }

    private void acknowledgeThrough(long through, long begun) {
        for (Long seq : firstFramed.keySet()) if (seq <= through) perhapsAcked.merge(seq, begun, Math::min);
        for (Long seq : rows.keySet()) if (seq <= through) perhapsAcked.merge(seq, begun, Math::min);
    }

    /** Whether the sequence was certainly there and unsettled at that time. */
    boolean wasUnsettled(long seq, long at) {
        Row row = rows.get(seq);
        boolean onlyAcksSettle = row != null && (row.isUnsettled() || row.isAcked());
        return onlyAcksSettle && perhapsAcked.getOrDefault(seq, NEVER) > at;
    }

    /** Whether anybody asked for an ack of the sequence that did not certainly fail. */
    boolean perhapsAcked(long seq) {
        return perhapsAcked.containsKey(seq);
    }

    /** When the ack of the sequence was confirmed for the first time, far in the future if never. */
    long acked(long seq) {
        return surelyAcked.getOrDefault(seq, NEVER);
    }

    Map<Long, Row> rows() {
        return rows;
    }
}
