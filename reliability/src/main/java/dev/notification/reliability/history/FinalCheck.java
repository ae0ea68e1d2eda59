package dev.notification.reliability.history;

import dev.notification.reliability.history.Observation.Produced;
import dev.notification.reliability.history.Observation.Read;
import dev.notification.reliability.history.Observation.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares one inbox, as its readers found it in the end, with what was produced and acked. */
record FinalCheck(
        String recipient, Inbox inbox, Map<String, Produced> produced, Set<String> producedTwice, Verdict verdict) {

    /** Returns the keys that are stored. */
    Set<String> check() {
        Set<String> stored = new HashSet<>();
        Read first = inbox.reads.stream().filter(Read::complete).findFirst().orElse(null);
        if (first == null) return stored;
        Set<Long> seqs = new HashSet<>();
        for (Row row : first.rows()) {
            if (!seqs.add(row.seq())) violated(Rule.DUPLICATE, "sequence " + row.seq() + " twice");
            if (!stored.add(row.key())) violated(Rule.DUPLICATE, row.key() + " again as " + row.seq());
            if (row.isUnsettled() && inbox.acked(row.seq()) != Long.MAX_VALUE)
                violated(Rule.FALSE_ACK, "sequence " + row.seq() + " is " + row.state());
            if (row.isAcked() && !inbox.perhapsAcked(row.seq())) violated(Rule.UNASKED_ACK, "sequence " + row.seq());
            if (row.seq() < 1 || row.seq() > first.head())
                violated(Rule.GAP, "sequence " + row.seq() + " beyond head " + first.head());
        }
        for (long seq = inbox.droppedBy(first.at()) + 1; seq <= first.head(); seq++)
            if (!seqs.contains(seq)) violated(Rule.GAP, "no sequence " + seq);
        order(first);
        inbox.reads.forEach(read -> compare(first, read));
        return stored;
    }

    private void order(Read read) {
        Map<Integer, List<Row>> partitions = new HashMap<>();
        for (Row row : read.rows()) {
            Produced from = produced.get(row.key());
            // of a key that was sent twice nobody knows which record came first
            if (from != null && from.offset() >= 0 && !producedTwice.contains(row.key()))
                partitions
                        .computeIfAbsent(from.partition(), p -> new ArrayList<>())
                        .add(row);
        }
        partitions.forEach((partition, rows) -> {
            rows.sort(Comparator.comparingLong(Row::seq));
            long before = -1;
            Set<String> placed = new HashSet<>();
            for (Row row : rows) {
                Produced from = produced.get(row.key());
                // a second row of a key is a duplicate already
                if (from == null || !placed.add(row.key())) continue;
                if (from.offset() < before)
                    violated(
                            Rule.INVERSION,
                            "sequence %d has offset %d of partition %d, after %d"
                                    .formatted(row.seq(), from.offset(), partition, before));
                before = Math.max(before, from.offset());
            }
        });
    }

    private void compare(Read first, Read other) {
        if (first.head() != other.head())
            violated(
                    Rule.READS_DIFFER,
                    "head %d by %s, %d by %s".formatted(first.head(), first.reader(), other.head(), other.reader()));
        if (!seen(first, other.complete()).equals(seen(other, other.complete())))
            violated(Rule.READS_DIFFER, "other deliveries by %s than by %s".formatted(other.reader(), first.reader()));
    }

    private static Map<Long, String> seen(Read read, boolean all) {
        Map<Long, String> seen = new HashMap<>();
        for (Row row : read.rows())
            if (all || row.isUnsettled()) seen.put(row.seq(), row.key() + (row.isUnsettled() ? "" : " settled"));
        return seen;
    }

    private void violated(Rule rule, String what) {
        verdict.violated(rule, recipient + ": " + what);
    }
}
