package dev.notification.store.inbox;

import dev.notification.store.InboxFilter;
import dev.notification.store.InboxItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;

/** One inbox, as a person looks at it. */
final class InboxItems {
    private final DeliveryRows rows;
    private final UnackedItems unacked;

    InboxItems(DeliveryRows rows, UnackedItems unacked) {
        this.rows = rows;
        this.unacked = unacked;
    }

    List<InboxItem> list(String recipient, InboxFilter filter, long before, int limit, Instant now) {
        if (filter == InboxFilter.UNACKED) return unacked.list(recipient, before, limit, now);
        return rows.list(recipient, before, filter == InboxFilter.UNREAD, Limit.of(limit)).stream()
                .map(found -> found.delivery().item(found.notification().content(), now))
                .toList();
    }

    Optional<InboxItem> find(String recipient, long seq, Instant now) {
        return list(recipient, InboxFilter.ALL, seq + 1, 1, now).stream()
                .filter(item -> item.delivery().seq() == seq)
                .findFirst();
    }
}
