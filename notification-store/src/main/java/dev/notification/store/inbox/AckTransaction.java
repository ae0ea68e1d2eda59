package dev.notification.store.inbox;

import dev.notification.store.AckRequest;
import dev.notification.store.AckResult;
import dev.notification.store.SentMark;
import dev.notification.store.StoreEpoch;
import dev.notification.store.database.Epochs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Many acks in few transactions, each followed by its announcement to all stream nodes. A transaction has one statement that
 * locks deliveries, in the order of inbox and sequence: with two, what the second one needs may be held by somebody who waits
 * for the first.
 */
final class AckTransaction {
    private final TransactionTemplate transaction;
    private final Acks acks;
    private final SentMarks sentMarks;
    private final Epochs epochs;
    private final Told told;

    /** Who hears of it. */
    record Told(AckAnnouncements announcements, AckMetrics metrics, AckTraces traces, AckCrashPoint crashPoint) {}

    AckTransaction(TransactionTemplate transaction, Acks acks, SentMarks sentMarks, Epochs epochs, Told told) {
        this.transaction = transaction;
        this.acks = acks;
        this.sentMarks = sentMarks;
        this.epochs = epochs;
        this.told = told;
    }

    List<AckResult> run(List<AckRequest> requests, List<SentMark> marks) {
        StoreEpoch epoch = epochs.current();
        Map<Boolean, List<AckRequest>> accepted = requests.stream()
                .filter(request -> accepts(epoch, request))
                .collect(Collectors.partitioningBy(AckRequest::read));
        Map<String, List<AckRequest>> byRecipient =
                accepted.values().stream().flatMap(List::stream).collect(Collectors.groupingBy(AckRequest::recipient));
        Map<Boolean, List<SentMark>> covered = marks.stream()
                .collect(Collectors.partitioningBy(mark -> !mark.settles()
                        && byRecipient.getOrDefault(mark.recipient(), List.of()).stream()
                                .anyMatch(request -> request.covers(mark.seq()))));
        // a mark that an ack covers travels in the ack's own update, the others in one of theirs
        sentMarks.mark(covered.getOrDefault(false, List.of()));
        List<Sent> merged = sentMarks.merged(covered.getOrDefault(true, List.of()));
        IdentityHashMap<AckRequest, long[]> counts = new IdentityHashMap<>();
        Set<AckRequest> unfinished = Collections.newSetFromMap(new IdentityHashMap<>());
        accepted.forEach((read, group) -> {
            Instant begun = told.traces.now();
            List<Acks.Change> changes = transaction.execute(status -> settle(group, merged, read));
            told.announcements.announce(epoch, changes);
            told.metrics.count(changes);
            told.traces.acked(group, changes, begun);
            count(group, changes, counts);
            unfinished.addAll(unfinished(group, changes));
        });
        return results(epoch, requests, counts, unfinished);
    }

    private List<Acks.Change> settle(List<AckRequest> requests, List<Sent> merged, boolean read) {
        List<Acks.Change> changes = acks.settle(requests, merged, read);
        if (!changes.isEmpty()) told.crashPoint.reached(AckCrashPoint.Step.SETTLED);
        return changes;
    }

    /** Each change counts for the first request that named it. */
    private static void count(
            List<AckRequest> group, List<Acks.Change> changes, IdentityHashMap<AckRequest, long[]> counts) {
        Map<String, List<AckRequest>> byRecipient =
                group.stream().collect(Collectors.groupingBy(AckRequest::recipient));
        for (Acks.Change change : changes) {
            for (AckRequest request : byRecipient.getOrDefault(change.recipient(), List.of())) {
                if (!names(request, change)) continue;
                long[] count = counts.computeIfAbsent(request, key -> new long[2]);
                if (change.acked()) count[0]++;
                if (change.read()) count[1]++;
                break;
            }
        }
    }

    /** Requests of recipients of whom so much was changed that the limit of a stretch may have cut something off. */
    private static List<AckRequest> unfinished(List<AckRequest> group, List<Acks.Change> changes) {
        if (changes.size() < Acks.AT_ONCE) return List.of();
        Map<String, Long> changed =
                changes.stream().collect(Collectors.groupingBy(Acks.Change::recipient, Collectors.counting()));
        return group.stream()
                .filter(request -> changed.getOrDefault(request.recipient(), 0L) >= Acks.AT_ONCE)
                .toList();
    }

    private List<AckResult> results(
            StoreEpoch epoch,
            List<AckRequest> requests,
            IdentityHashMap<AckRequest, long[]> counts,
            Set<AckRequest> unfinished) {
        Map<String, Boolean> recipients = new LinkedHashMap<>();
        for (AckRequest request : requests) {
            if (!unfinished.contains(request))
                recipients.merge(request.recipient(), request.read(), Boolean::logicalOr);
        }
        Map<String, Acks.Tally> tallies = acks.tally(recipients);
        List<AckResult> results = new ArrayList<>(requests.size());
        for (AckRequest request : requests) {
            Acks.Tally tally = tallies.getOrDefault(request.recipient(), new Acks.Tally(0, 0, 0));
            // the same request given twice changes nothing the second time
            long[] count = Objects.requireNonNullElseGet(counts.remove(request), () -> new long[2]);
            results.add(new AckResult(
                    accepts(epoch, request),
                    unfinished.contains(request),
                    count[0],
                    count[1],
                    tally.unacked(),
                    request.read() ? tally.unread() : 0,
                    tally.head()));
        }
        return results;
    }

    private static boolean accepts(StoreEpoch epoch, AckRequest request) {
        return request.epoch() == null || request.epoch().equals(epoch.of(request.recipient()));
    }

    static boolean names(AckRequest request, Acks.Change change) {
        return change.sent() ? request.covers(change.seq()) : request.names(change.seq());
    }
}
