package dev.notification.store.inbox;

import dev.notification.store.InboxFilter;
import dev.notification.store.InboxItem;
import dev.notification.store.inbox.DeliveryRows.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;

/** One inbox, as a person looks at it. */
final class InboxItems {
    private final DeliveryRows rows;
    private final UnreadItems unread;
    private final UnackedItems unacked;

    InboxItems(DeliveryRows rows, UnreadItems unread, UnackedItems unacked) {
        this.rows = rows;
        this.unread = unread;
        this.unacked = unacked;
    }

    List<InboxItem> list(String recipient, InboxFilter filter, long before, int limit, Instant now) {
        return switch (filter) {
            case ALL -> items(rows.list(recipient, before, false, Limit.of(limit)), now);
            case UNREAD -> items(unread.list(recipient, before, limit), now);
            case UNACKED -> unacked.list(recipient, before, limit, now);
        };
    }

    private static List<InboxItem> items(List<Found> rows, Instant now) {
        List<InboxItem> items = new ArrayList<>(rows.size());
        for (Found found : rows) {
            NotificationRow notification = found.notification();
            if (notification != null) items.add(found.delivery().item(notification.content(), now));
        }
        return items;
    }

    Optional<InboxItem> find(String recipient, long seq, Instant now) {
        return list(recipient, InboxFilter.ALL, seq + 1, 1, now).stream()
                .filter(item -> item.delivery().seq() == seq)
                .findFirst();
    }
}
