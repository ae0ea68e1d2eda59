package dev.notification.store;

import dev.notification.api.Priority;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One inbox of {@link InMemoryInbox}, under its lock. */
final class MemoryBox {
    static final MemoryBox EMPTY = new MemoryBox();

    final NavigableMap<Long, MemoryDelivery> deliveries = new TreeMap<>();
    long head;
    long droppedThrough;

    Delivery append(Content content, Priority priority, Instant now, @Nullable Instant expiresAt, boolean ackRequired) {
        MemoryDelivery delivery = new MemoryDelivery(++head, priority, content, now, expiresAt, ackRequired);
        deliveries.put(head, delivery);
        return delivery.delivery();
    }

    void drop(long through, Instant now) {
        NavigableMap<Long, MemoryDelivery> old = deliveries.headMap(through, true);
        old.values().stream()
                .filter(delivery -> delivery.unsettled(now))
                .forEach(delivery -> droppedThrough = Math.max(droppedThrough, delivery.seq));
        old.clear();
    }

    long unacked(Instant now) {
        return deliveries.values().stream()
                .filter(delivery -> delivery.unacked(now))
                .count();
    }

    long unread() {
        return deliveries.values().stream()
                .filter(delivery -> delivery.readAt == null)
                .count();
    }

    long lowestUnsettled(Instant now) {
        return deliveries.values().stream()
                .filter(delivery -> delivery.unsettled(now))
                .mapToLong(delivery -> delivery.seq)
                .min()
                .orElse(head + 1);
    }

    Page page(PageRequest request, Instant now) {
        return new MemoryPage(this, request, now).build();
    }

    void mark(SentMark mark) {
        MemoryDelivery delivery = deliveries.get(mark.seq());
        if (delivery != null && delivery.createdAt.equals(mark.createdAt())) delivery.mark(mark);
    }

    void settle(AckRequest request, Instant now, Set<Long> acked, Set<Long> read) {
        for (MemoryDelivery delivery : deliveries.values()) {
            boolean named = request.ranges().stream().anyMatch(range -> range.contains(delivery.seq))
                    || (delivery.sentAt != null && delivery.seq <= request.sentUpTo());
            if (!named || !(delivery.ackRequired || request.read())) continue;
            if (delivery.ackRequired && delivery.ackedAt == null) {
                delivery.ackedAt = now;
                acked.add(delivery.seq);
            }
            if (request.read() && delivery.readAt == null) {
                delivery.readAt = now;
                read.add(delivery.seq);
            }
        }
    }
}
