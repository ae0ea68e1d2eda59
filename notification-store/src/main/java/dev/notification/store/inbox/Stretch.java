package dev.notification.store.inbox;

import dev.notification.store.AckRequest;
import dev.notification.store.SentMark;
import dev.notification.store.SequenceRange;
import dev.notification.store.database.ArrayParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sequences {@code from} to {@code to} of one inbox, named by some request.
 *
 * @param sentOnly only those that were sent
 * @param mark the sent mark that becomes durable with the ack, of a stretch of one
 */
record Stretch(
        String recipient,
        long from,
        long to,
        boolean sentOnly,
        @Nullable SentMark mark) {

    /**
     * Stretches that hold what the requests name, those of one recipient disjoint and ascending, whatever was named twice.
     *
     * @param marks of sequences that are sent, though the database does not know it yet; at most one for each
     */
    static List<Stretch> of(List<AckRequest> requests, List<SentMark> marks) {
        Map<String, List<AckRequest>> byRecipient = new LinkedHashMap<>();
        requests.forEach(request -> byRecipient
                .computeIfAbsent(request.recipient(), name -> new ArrayList<>())
                .add(request));
        Map<String, NavigableMap<Long, SentMark>> marked = new LinkedHashMap<>();
        marks.forEach(mark -> marked.computeIfAbsent(mark.recipient(), name -> new TreeMap<>())
                .put(mark.seq(), mark));
        List<Stretch> stretches = new ArrayList<>();
        byRecipient.forEach((recipient, all) -> {
            NavigableMap<Long, SentMark> own = marked.getOrDefault(recipient, new TreeMap<>());
            disjoint(recipient, all).forEach(stretch -> stretch.split(own, stretches));
        });
        return stretches;
    }

    private static List<Stretch> disjoint(String recipient, List<AckRequest> requests) {
        List<Stretch> stretches = new ArrayList<>();
        long sentUpTo = 0;
        List<SequenceRange> ranges = new ArrayList<>();
        for (AckRequest request : requests) {
            ranges.addAll(request.ranges());
            sentUpTo = Math.max(sentUpTo, request.sentUpTo());
        }
        ranges.sort(Comparator.comparingLong(SequenceRange::from));
        long covered = 0;
        for (SequenceRange range : ranges) {
            if (range.to() <= covered) continue;
            long from = Math.max(range.from(), covered + 1);
            if (covered < sentUpTo && covered + 1 < from) {
                stretches.add(new Stretch(recipient, covered + 1, Math.min(from - 1, sentUpTo), true, null));
            }
            stretches.add(new Stretch(recipient, from, range.to(), false, null));
            covered = range.to();
        }
        if (covered < sentUpTo) stretches.add(new Stretch(recipient, covered + 1, sentUpTo, true, null));
        return stretches;
    }

    /** Gives each marked sequence a stretch of its own. */
    private void split(NavigableMap<Long, SentMark> marks, List<Stretch> stretches) {
        long next = from;
        for (SentMark mark : marks.subMap(from, true, to, true).values()) {
            if (next < mark.seq()) stretches.add(new Stretch(recipient, next, mark.seq() - 1, sentOnly, null));
            stretches.add(new Stretch(recipient, mark.seq(), mark.seq(), false, mark));
            next = mark.seq() + 1;
        }
        if (next <= to) stretches.add(new Stretch(recipient, next, to, sentOnly, null));
    }

    /** recipient, lowest, highest, sent_only, sent_at, attempt, and twice between when */
    static ArrayParameters parameters(List<Stretch> stretches) {
        int n = stretches.size();
        String[] recipients = new String[n];
        long[] lowest = new long[n];
        long[] highest = new long[n];
        Boolean[] sentOnly = new Boolean[n];
        @Nullable String[] sentAt = new String[n];
        short[] attempts = new short[n];
        for (int i = 0; i < n; i++) {
            Stretch stretch = stretches.get(i);
            SentMark mark = stretch.mark();
            recipients[i] = stretch.recipient();
            lowest[i] = stretch.from();
            highest[i] = stretch.to();
            sentOnly[i] = stretch.sentOnly();
            sentAt[i] = mark == null ? null : mark.sentAt().toString();
            attempts[i] = mark == null ? 0 : (short) mark.attempt();
        }
        CreatedBetween created = created(stretches);
        ArrayParameters parameters = new ArrayParameters()
                .array("text", recipients)
                .array(lowest)
                .array(highest)
                .array("bool", sentOnly)
                .array("text", sentAt)
                .array(attempts);
        return created.addTo(created.addTo(parameters));
    }

    /** Only marks say when a delivery was created. */
    private static CreatedBetween created(List<Stretch> stretches) {
        List<SentMark> marks = new ArrayList<>();
        for (Stretch stretch : stretches) {
            if (stretch.mark() == null) return CreatedBetween.EVER;
            marks.add(stretch.mark());
        }
        return CreatedBetween.of(marks);
    }
}
