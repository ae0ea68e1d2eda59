package dev.notification.store.inbox;

import dev.notification.store.Arrival;
import dev.notification.store.Arrivals;
import dev.notification.store.SequenceRange;
import dev.notification.store.StoreEpoch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Tells all stream nodes what was settled and read, after the commit. */
final class AckAnnouncements {
    private final Arrivals arrivals;
    private final AckCrashPoint crashPoint;

    AckAnnouncements(Arrivals arrivals, AckCrashPoint crashPoint) {
        this.arrivals = arrivals;
        this.crashPoint = crashPoint;
    }

    void announce(StoreEpoch epoch, List<Acks.Change> changes) {
        if (changes.isEmpty()) return;
        crashPoint.reached(AckCrashPoint.Step.COMMITTED);
        long epochId = epoch.id();
        List<Arrival> announcements = new ArrayList<>();
        ranges(changes, Acks.Change::acked)
                .forEach((recipient, ranges) -> announcements.add(new Arrival.Acked(recipient, epochId, ranges)));
        ranges(changes, Acks.Change::read)
                .forEach((recipient, ranges) -> announcements.add(new Arrival.Read(recipient, epochId, ranges)));
        arrivals.announce(announcements);
        crashPoint.reached(AckCrashPoint.Step.ANNOUNCED);
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
}
