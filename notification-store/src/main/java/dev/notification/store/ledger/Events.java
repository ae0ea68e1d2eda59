package dev.notification.store.ledger;

import dev.notification.store.DeliveryState;
import dev.notification.store.LedgerDelivery;
import dev.notification.store.TimelineEvent;
import dev.notification.store.TimelineEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to a delivery, worked out of its row. Pure. */
final class Events {
    /** Newest first; of what happened at one time, what comes last in the life of a delivery. */
    private static final Comparator<TimelineEvent> NEWEST_FIRST = Comparator.comparing(TimelineEvent::at)
            .thenComparing(TimelineEvent::kind)
            .thenComparing(event -> event.attempt() == null ? 0 : event.attempt())
            .reversed();

    private Events() {}

    /** @param nodes names by number */
    static List<TimelineEvent> of(LedgerDelivery delivery, List<Send> sends, Map<Integer, String> nodes) {
        List<TimelineEvent> events = new ArrayList<>();
        events.add(TimelineEvent.of(Kind.STORED, delivery.storedAt()));
        for (Send send : sends) {
            events.add(new TimelineEvent(Kind.SENT, send.at(), send.attempt(), nodes.get(send.node()), null));
        }
        if (delivery.exhaustedAt() != null) events.add(TimelineEvent.of(Kind.EXHAUSTED, delivery.exhaustedAt()));
        Instant expiredAt = expiredAt(delivery);
        if (expiredAt != null) events.add(TimelineEvent.of(Kind.EXPIRED, expiredAt));
        if (delivery.readAt() != null) events.add(TimelineEvent.of(Kind.READ, delivery.readAt()));
        settled(delivery, events);
        events.sort(NEWEST_FIRST);
        return List.copyOf(events);
    }

    private static void settled(LedgerDelivery delivery, List<TimelineEvent> events) {
        Instant at = delivery.settledAt();
        if (at == null) return;
        switch (delivery.state()) {
            case ACKED -> events.add(new TimelineEvent(Kind.ACKED, at, null, delivery.ackedBy(), delivery.ackedFrom()));
            case SUPERSEDED -> events.add(TimelineEvent.of(Kind.SUPERSEDED, at));
            case CANCELLED -> events.add(TimelineEvent.of(Kind.CANCELLED, at));
            default -> {} // written, with no ack required: it was sent then
        }
    }

    /** It expires as long as nothing else settled it; an ack may come after that. */
    private static @Nullable Instant expiredAt(LedgerDelivery delivery) {
        Instant expiresAt = delivery.expiresAt();
        Instant settledAt = delivery.settledAt();
        boolean first = delivery.state() == DeliveryState.EXPIRED
                || (expiresAt != null && settledAt != null && !settledAt.isBefore(expiresAt));
        return first ? expiresAt : null;
    }
}
