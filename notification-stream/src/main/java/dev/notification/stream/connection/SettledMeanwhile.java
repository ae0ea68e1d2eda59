package dev.notification.stream.connection;

import dev.notification.store.SequenceRange;
import java.util.ArrayList;
import java.util.List;

/** What was settled while a page was on its way, which may still hold it. */
final class SettledMeanwhile {
    /** With more than this the page is not worth sorting out. */
    private static final int MAX_RANGES = 1_000;

    private final List<SequenceRange> ranges = new ArrayList<>(0);

    /** Whether it can be remembered; if not, the page has to be asked for again. */
    boolean add(List<SequenceRange> more) {
        if (ranges.size() + more.size() > MAX_RANGES) return false;
        ranges.addAll(more);
        return true;
    }

    boolean contains(long seq) {
        for (SequenceRange range : ranges) if (range.contains(seq)) return true;
        return false;
    }

    void clear() {
        ranges.clear();
    }
}
