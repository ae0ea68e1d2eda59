package dev.notification.stream.ack;

import dev.notification.store.SequenceRange;
import dev.notification.stream.body.StrictJson;
import dev.notification.stream.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document that names deliveries: {@code {"epoch":"k3f9","seqs":[41,42],"ranges":[[1,40]],"upTo":42}}.
 *
 * @param epoch null when the client does not say
 * @param upTo 0 for none
 */
record AckBody(@Nullable String epoch, List<SequenceRange> ranges, long upTo) {
    private static final int MAX_ENTRIES = 1_000;
    private static final String EXPECTED = "{\"epoch\":\"k3f9\",\"seqs\":[41,42],\"ranges\":[[1,40]],\"upTo\":42}";

    private record Wire(
            @Nullable String epoch,
            @Nullable List<@Nullable Long> seqs,
            @Nullable List<@Nullable List<@Nullable Long>> ranges,
            @Nullable Long upTo) {}

    /** Reads and checks the document; a {@code malformed} problem when it names nothing, too much, or no sequences. */
    static AckBody read(byte[] json) {
        Wire wire = StrictJson.read(json, Wire.class, EXPECTED);
        List<@Nullable Long> seqs = wire.seqs == null ? List.of() : wire.seqs;
        List<@Nullable List<@Nullable Long>> ranges = wire.ranges == null ? List.of() : wire.ranges;
        if (seqs.isEmpty() && ranges.isEmpty() && wire.upTo == null) {
            throw Problem.malformed("The body names nothing: give seqs, ranges or upTo");
        }
        atMost("seqs", seqs);
        atMost("ranges", ranges);
        List<SequenceRange> all = new ArrayList<>(seqs.size() + ranges.size());
        for (Long seq : seqs) add(all, sequence(seq), sequence(seq));
        for (List<@Nullable Long> range : ranges) {
            if (range == null || range.size() != 2) throw Problem.malformed("A range is a pair: [from,to]");
            add(all, sequence(range.get(0)), sequence(range.get(1)));
        }
        return new AckBody(wire.epoch, merged(all), wire.upTo == null ? 0 : sequence(wire.upTo));
    }

    private static void atMost(String member, List<?> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw Problem.malformed(member + " may have at most " + MAX_ENTRIES + " entries");
        }
    }

    private static long sequence(@Nullable Long seq) {
        if (seq == null || seq < 0) throw Problem.malformed("Sequences are the numbers 1, 2, 3 and so on");
        return seq;
    }

    /** Nothing has the sequence 0, so naming it is as harmless as naming any other that does not exist. */
    private static void add(List<SequenceRange> ranges, long from, long to) {
        if (to < from) throw Problem.malformed("A range begins with its lower end: [from,to]");
        if (to > 0) ranges.add(new SequenceRange(Math.max(1, from), to));
    }

    /** The fewest ranges that cover the same, ascending. */
    static List<SequenceRange> merged(List<SequenceRange> ranges) {
        List<SequenceRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(SequenceRange::from));
        List<SequenceRange> merged = new ArrayList<>();
        for (SequenceRange next : sorted) {
            int last = merged.size() - 1;
            // next.from() is at least 1, so nothing overflows
            if (last >= 0 && next.from() - 1 <= merged.get(last).to()) {
                SequenceRange before = merged.get(last);
                merged.set(last, new SequenceRange(before.from(), Math.max(before.to(), next.to())));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }
}
