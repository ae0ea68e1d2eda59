package dev.notification.stream.connection;

import dev.notification.api.Priority;
import dev.notification.store.Lanes;
import dev.notification.store.PageRequest.Again;
import dev.notification.store.SequenceRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has sent and nobody settled yet, and when each of it is due again. 20 bytes for each, none while there is
 * nothing; in no order, as there are never more than the windows hold. What is due is told in {@link Moment steady} milliseconds.
 */
final class InFlight {
    private static final int COVERED = 4;
    private static final int LANE = 3;
    private static final int ATTEMPT_SHIFT = 3;
    private static final int FIRST_CAPACITY = 8;

    private final int windowSize;
    private long[] seqs = {};
    private long[] dues = {};
    private int[] kinds = {};
    private int size;
    private int inHigh;
    private int inOthers;
    private int covered;
    private long nextDue = Moment.NEVER;
    private @Nullable Instant lastAck;

    /** @param windowSize how many of lane high, and how many of the other lanes together, may be in flight */
    InFlight(int windowSize) {
        this.windowSize = windowSize;
    }

    /**
     * The size of a window. In ten frames every lane has one; with fewer the lane that is furthest behind might never be among
     * them, and a cursor that is an ack would never move.
     */
    static int windowSize(int maxInFlight, boolean cursorAcks) {
        return cursorAcks ? Math.max(LaneOrder.FAIR_FRAMES, maxInFlight) : maxInFlight;
    }

    /** A delivery that was sent just now, for the first time on this stream or again. */
    void sent(Priority lane, long seq, int attempt, long due) {
        forget(seq);
        add(lane, seq, attempt, due, 0);
    }

    /** A delivery that the client had before this stream: it comes again when due, and fills no window until then. */
    void covered(Priority lane, long seq, int attempt, long due) {
        if (covered < windowSize) add(lane, seq, attempt, due, COVERED);
    }

    /** Whether {@link #covered} takes more; what is beyond comes again with the client's next stream. */
    boolean takesCovered() {
        return covered < windowSize;
    }

    private void add(Priority lane, long seq, int attempt, long due, int flag) {
        if (size == seqs.length) resize(Math.max(FIRST_CAPACITY, size * 2));
        seqs[size] = seq;
        dues[size] = due;
        kinds[size] = Lanes.number(lane) | flag | attempt << ATTEMPT_SHIFT;
        nextDue = Math.min(nextDue, dues[size]);
        count(kinds[size], 1);
        size++;
    }

    /** How many fill the windows. */
    int count() {
        return inHigh + inOthers;
    }

    /** How many more may be sent in this lane. */
    int room(Priority lane) {
        return Math.max(0, windowSize - windowOf(lane));
    }

    /** As many of each lane as its window takes, also of one that is not known to have any: others may grow. */
    Lanes room(int most) {
        Lanes room = Lanes.all(0);
        for (Priority lane : Priority.values()) room = room.with(lane, Math.min(most, room(lane)));
        return room;
    }

    /** How many are in flight in the window of this lane. */
    int windowOf(Priority lane) {
        return lane == Priority.HIGH ? inHigh : inOthers;
    }

    boolean anyWindowFull() {
        return inHigh >= windowSize || inOthers >= windowSize;
    }

    void forget(long seq) {
        for (int i = size - 1; i >= 0; i--) if (seqs[i] == seq) removeAt(i);
    }

    void forget(List<SequenceRange> ranges) {
        for (int i = size - 1; i >= 0; i--) {
            for (SequenceRange range : ranges) {
                if (range.contains(seqs[i])) {
                    removeAt(i);
                    break;
                }
            }
        }
    }

    /** What was acked, by any device. */
    void acked(List<SequenceRange> ranges, Moment now) {
        int before = size;
        forget(ranges);
        if (size < before) lastAck = now.wall().truncatedTo(ChronoUnit.MILLIS);
    }

    /** When an ack last settled something here, null before the first. */
    @Nullable
    Instant lastAckAt() {
        return lastAck;
    }

    void clear() {
        while (size > 0) removeAt(size - 1);
    }

    /** Whether something is due; costs nothing while nothing is. */
    boolean isDue(Moment now) {
        return now.reached(nextDue);
    }

    /** The first of what is due and may be repeated, in the order of lanes and sequences. */
    List<Again> due(Moment now, int limit) {
        if (!isDue(now)) return List.of();
        List<Again> due = new ArrayList<>();
        forEachDue(now, i -> {
            if (mayRepeat(i)) due.add(new Again(lane(kinds[i]), seqs[i]));
        });
        due.sort(Comparator.comparing(Again::lane).thenComparing(Again::seq));
        return due.size() > limit ? List.copyOf(due.subList(0, limit)) : due;
    }

    /** What is due and was shown in so many attempts. */
    List<Long> dueAfter(int attempts, Moment now) {
        if (!isDue(now)) return List.of();
        List<Long> due = new ArrayList<>();
        forEachDue(now, i -> {
            if (kinds[i] >> ATTEMPT_SHIFT >= attempts) due.add(seqs[i]);
        });
        return due;
    }

    /** The attempt as which a delivery was last shown here, 0 when it is not in flight. */
    int attempt(long seq) {
        for (int i = 0; i < size; i++) if (seqs[i] == seq) return kinds[i] >> ATTEMPT_SHIFT;
        return 0;
    }

    /** Whether a repeat of this delivery may go: what the client had before this stream needs room in its window. */
    boolean mayRepeat(long seq) {
        for (int i = 0; i < size; i++) if (seqs[i] == seq) return mayRepeat(i);
        return false;
    }

    private boolean mayRepeat(int i) {
        return (kinds[i] & COVERED) == 0 || room(lane(kinds[i])) > 0;
    }

    private void forEachDue(Moment now, IntConsumer action) {
        nextDue = Moment.NEVER;
        for (int i = 0; i < size; i++) {
            nextDue = Math.min(nextDue, dues[i]);
            if (now.reached(dues[i])) action.accept(i);
        }
    }

    private void removeAt(int i) {
        count(kinds[i], -1);
        size--;
        seqs[i] = seqs[size];
        dues[i] = dues[size];
        kinds[i] = kinds[size];
        if (size > 0) return;
        nextDue = Moment.NEVER;
        if (seqs.length > FIRST_CAPACITY) resize(0);
    }

    private void count(int kind, int by) {
        if ((kind & COVERED) != 0) covered += by;
        else if (lane(kind) == Priority.HIGH) inHigh += by;
        else inOthers += by;
    }

    private void resize(int capacity) {
        seqs = Arrays.copyOf(seqs, capacity);
        dues = Arrays.copyOf(dues, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
    }

    private static Priority lane(int kind) {
        return Lanes.numbered(kind & LANE);
    }
}
