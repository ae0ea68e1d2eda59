package dev.notification.store.inbox;

import dev.notification.store.AckRequest;
import dev.notification.store.AckResult;
import dev.notification.store.Arrival;
import dev.notification.store.Arrivals;
import dev.notification.store.SentMark;
import dev.notification.store.SequenceRange;
import dev.notification.store.StoreEpoch;
import dev.notification.store.database.Epochs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.transaction.support.TransactionTemplate;

/** Many acks, one transaction, then the announcement to all stream nodes. */
final class AckTransaction {
    private final TransactionTemplate transaction;
    private final Acks acks;
    private final SentMarks sentMarks;
    private final Epochs epochs;
    private final Arrivals arrivals;

    AckTransaction(TransactionTemplate transaction, Acks acks, SentMarks sentMarks, Epochs epochs, Arrivals arrivals) {
        this.transaction = transaction;
        this.acks = acks;
        this.sentMarks = sentMarks;
        this.epochs = epochs;
        this.arrivals = arrivals;
    }

    private record Outcome(StoreEpoch epoch, List<AckResult> results, List<Acks.Change> changes) {}

    List<AckResult> run(List<AckRequest> requests, List<SentMark> marks) {
        Outcome outcome = transaction.execute(status -> settle(requests, marks));
        announce(outcome);
        return outcome.results();
    }

    private Outcome settle(List<AckRequest> requests, List<SentMark> marks) {
        StoreEpoch epoch = epochs.current();
        List<AckRequest> accepted =
                requests.stream().filter(request -> accepts(epoch, request)).toList();
        // a mark that an ack covers travels in the ack's own update, the others in one of theirs
        Map<Boolean, List<SentMark>> covered =
                new LinkedHashMap<>(Map.of(true, new ArrayList<>(), false, new ArrayList<>()));
        Map<String, List<AckRequest>> byRecipient = new LinkedHashMap<>();
        accepted.forEach(request -> byRecipient
                .computeIfAbsent(request.recipient(), name -> new ArrayList<>())
                .add(request));
        for (SentMark mark : marks) {
            boolean isCovered = byRecipient.getOrDefault(mark.recipient(), List.of()).stream()
                    .anyMatch(request -> covers(request, mark.seq()));
            covered.computeIfAbsent(isCovered, key -> new ArrayList<>()).add(mark);
        }
        sentMarks.mark(covered.getOrDefault(false, List.of()));
        List<SentMark> merged = covered.getOrDefault(true, List.of());
        List<Acks.Change> changes = new ArrayList<>();
        changes.addAll(acks.settle(only(accepted, request -> !request.read()), merged, false));
        changes.addAll(acks.settle(only(accepted, AckRequest::read), merged, true));
        return new Outcome(epoch, results(epoch, requests, changes), changes);
    }

    private List<AckResult> results(StoreEpoch epoch, List<AckRequest> requests, List<Acks.Change> changes) {
        Map<String, Boolean> recipients = new LinkedHashMap<>();
        requests.forEach(request -> recipients.merge(request.recipient(), request.read(), Boolean::logicalOr));
        Map<String, Acks.Tally> tallies = acks.tally(recipients);
        Map<String, List<Acks.Change>> open = new LinkedHashMap<>();
        changes.forEach(change -> open.computeIfAbsent(change.recipient(), name -> new ArrayList<>())
                .add(change));
        List<AckResult> results = new ArrayList<>(requests.size());
        for (AckRequest request : requests) {
            Acks.Tally tally = tallies.getOrDefault(request.recipient(), new Acks.Tally(0, 0, 0));
            long acked = 0;
            long read = 0;
            if (accepts(epoch, request)) {
                // each change counts for the first request that covers it
                List<Acks.Change> left = open.getOrDefault(request.recipient(), List.of());
                List<Acks.Change> mine =
                        left.stream().filter(c -> covers(request, c.seq())).toList();
                acked = mine.stream().filter(Acks.Change::acked).count();
                read = mine.stream().filter(Acks.Change::read).count();
                if (!mine.isEmpty()) left.removeAll(mine);
            }
            results.add(
                    new AckResult(accepts(epoch, request), acked, read, tally.unacked(), tally.unread(), tally.head()));
        }
        return results;
    }

    private void announce(Outcome outcome) {
        long epochId = outcome.epoch().id();
        List<Arrival> announcements = new ArrayList<>();
        ranges(outcome.changes(), Acks.Change::acked)
                .forEach((recipient, ranges) -> announcements.add(new Arrival.Acked(recipient, epochId, ranges)));
        ranges(outcome.changes(), Acks.Change::read)
                .forEach((recipient, ranges) -> announcements.add(new Arrival.Read(recipient, epochId, ranges)));
        arrivals.announce(announcements);
    }

    private static Map<String, List<SequenceRange>> ranges(List<Acks.Change> changes, Predicate<Acks.Change> which) {
        Map<String, List<Long>> seqs = new LinkedHashMap<>();
        for (Acks.Change change : changes) {
            if (which.test(change)) {
                seqs.computeIfAbsent(change.recipient(), name -> new ArrayList<>())
                        .add(change.seq());
            }
        }
        Map<String, List<SequenceRange>> ranges = new LinkedHashMap<>();
        seqs.forEach((recipient, list) -> ranges.put(
                recipient,
                SequenceRange.of(list.stream().mapToLong(Long::longValue).toArray())));
        return ranges;
    }

    private static boolean accepts(StoreEpoch epoch, AckRequest request) {
        return request.epoch() == null || request.epoch().equals(epoch.of(request.recipient()));
    }

    private static boolean covers(AckRequest request, long seq) {
        return seq <= request.sentUpTo() || request.ranges().stream().anyMatch(range -> range.contains(seq));
    }

    private static List<AckRequest> only(List<AckRequest> requests, Predicate<AckRequest> which) {
        return requests.stream().filter(which).toList();
    }
}
