package dev.notification.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sequences {@code from} to {@code to}, both included. */
public record SequenceRange(long from, long to) {

    public SequenceRange {
        if (from < 1 || to < from) throw new IllegalArgumentException("No range of sequences: " + from + " to " + to);
    }

    /** Whether the sequence lies in the range. */
    public boolean contains(long seq) {
        return from <= seq && seq <= to;
    }

    /** The fewest ranges that hold exactly these sequences, ascending. */
    public static List<SequenceRange> of(long... seqs) {
        long[] sorted = seqs.clone();
        Arrays.sort(sorted);
        List<SequenceRange> ranges = new ArrayList<>();
        for (int i = 0; i < sorted.length; ) {
            int next = i + 1;
            while (next < sorted.length && sorted[next] <= sorted[next - 1] + 1) next++;
            ranges.add(new SequenceRange(sorted[i], sorted[next - 1]));
            i = next;
        }
        return ranges;
    }
}
