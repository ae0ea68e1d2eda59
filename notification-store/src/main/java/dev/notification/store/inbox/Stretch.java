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
 * @param sent the marks that become durable with the ack, of a stretch of one
 * @param address where the request came from
 */
record Stretch(
        String recipient,
        long from,
        long to,
        boolean sentOnly,
        @Nullable Sent sent,
        @Nullable String address) {

    /**
     * Stretches that hold what the requests name, those of one recipient disjoint and ascending, whatever was named twice.
     *
     * @param marks of sequences that are sent, though the database does not know it yet; at most one for each
     */
    static List<Stretch> of(List<AckRequest> requests, List<Sent> marks) {
        Map<String, List<AckRequest>> byRecipient = new LinkedHashMap<>();
        requests.forEach(request -> byRecipient
                .computeIfAbsent(request.recipient(), name -> new ArrayList<>())
                .add(request));
        Map<String, NavigableMap<Long, Sent>> marked = new LinkedHashMap<>();
        marks.forEach(sent -> marked.computeIfAbsent(sent.latest().recipient(), name -> new TreeMap<>())
                .put(sent.latest().seq(), sent));
        List<Stretch> stretches = new ArrayList<>();
        byRecipient.forEach((recipient, all) -> {
            NavigableMap<Long, Sent> own = marked.getOrDefault(recipient, new TreeMap<>());
            disjoint(recipient, all).forEach(stretch -> stretch.split(own, stretches));
        });
        return stretches;
    }

    private static List<Stretch> disjoint(String recipient, List<AckRequest> requests) {
        List<Stretch> stretches = new ArrayList<>();
        AckRequest furthest = requests.get(0);
        List<Named> ranges = new ArrayList<>();
        for (AckRequest request : requests) {
            for (SequenceRange range : request.ranges()) ranges.add(new Named(range, request.address()));
            if (request.sentUpTo() > furthest.sentUpTo()) furthest = request;
        }
        ranges.sort(Comparator.comparingLong(named -> named.range().from()));
        long sentUpTo = furthest.sentUpTo();
        String upToAddress = furthest.address();
        long covered = 0;
        for (Named named : ranges) {
            long to = named.range().to();
            if (to <= covered) continue;
            long from = Math.max(named.range().from(), covered + 1);
            if (covered < sentUpTo && covered + 1 < from) {
                long before = Math.min(from - 1, sentUpTo);
                stretches.add(new Stretch(recipient, covered + 1, before, true, null, upToAddress));
            }
            stretches.add(new Stretch(recipient, from, to, false, null, named.address()));
            covered = to;
        }
        if (covered < sentUpTo) stretches.add(new Stretch(recipient, covered + 1, sentUpTo, true, null, upToAddress));
        return stretches;
    }

    private record Named(SequenceRange range, @Nullable String address) {}

    /** Gives each marked sequence a stretch of its own. */
    private void split(NavigableMap<Long, Sent> marks, List<Stretch> stretches) {
        long next = from;
        for (Map.Entry<Long, Sent> mark : marks.subMap(from, true, to, true).entrySet()) {
            long seq = mark.getKey();
            if (next < seq) stretches.add(new Stretch(recipient, next, seq - 1, sentOnly, null, address));
            stretches.add(new Stretch(recipient, seq, seq, false, mark.getValue(), address));
            next = seq + 1;
        }
        if (next <= to) stretches.add(new Stretch(recipient, next, to, sentOnly, null, address));
    }

    /** recipient, lowest, highest, sent_only, sent_at, attempt, sends, acked_from, between when, node, and between when */
    static ArrayParameters parameters(List<Stretch> stretches, int node) {
        int n = stretches.size();
        String[] recipients = new String[n];
        long[] lowest = new long[n];
        long[] highest = new long[n];
        Boolean[] sentOnly = new Boolean[n];
        @Nullable String[] sentAt = new String[n];
        short[] attempts = new short[n];
        byte @Nullable [][] sends = new byte @Nullable [n][];
        @Nullable String[] addresses = new String[n];
        for (int i = 0; i < n; i++) {
            Stretch stretch = stretches.get(i);
            Sent sent = stretch.sent();
            recipients[i] = stretch.recipient();
            lowest[i] = stretch.from();
            highest[i] = stretch.to();
            sentOnly[i] = stretch.sentOnly();
            sentAt[i] = sent == null ? null : sent.latest().sentAt().toString();
            attempts[i] = sent == null ? 0 : (short) sent.latest().attempt();
            sends[i] = sent == null ? null : sent.sends();
            addresses[i] = stretch.address();
        }
        CreatedBetween created = created(stretches);
        ArrayParameters parameters = new ArrayParameters()
                .array("text", recipients)
                .array(lowest)
                .array(highest)
                .array("bool", sentOnly)
                .array("text", sentAt)
                .array(attempts)
                .array("bytea", sends)
                .array("text", addresses);
        return created.addTo(created.addTo(parameters).value(node));
    }

    /** Only marks say when a delivery was created. */
    private static CreatedBetween created(List<Stretch> stretches) {
        List<SentMark> marks = new ArrayList<>();
        for (Stretch stretch : stretches) {
            Sent sent = stretch.sent();
            if (sent == null) return CreatedBetween.EVER;
            marks.add(sent.latest());
        }
        return CreatedBetween.of(marks);
    }
}
