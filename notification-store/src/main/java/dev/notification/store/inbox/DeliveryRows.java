package dev.notification.store.inbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Looks into one inbox. */
interface DeliveryRows extends Repository<DeliveryRow, DeliveryRow.Key> {

    /** A delivery and its content, which is as good as always there: their partitions are dropped together. */
    record Found(DeliveryRow delivery, @Nullable NotificationRow notification) {}

    /**
     * The inbox is a subquery, not a join: behind a join the whole inbox would be read and sorted for one page. So it would before an
     * inner join of the contents, after which the planner expects a single row, and to read in order seems to save nothing.
     */
    @Query("""
            select new dev.notification.store.inbox.DeliveryRows$Found(d, n) from DeliveryRow d
            left join NotificationRow n on n.id = d.notificationId and n.createdAt = d.createdAt
            where d.inboxId = (select i.id from InboxRow i where i.recipient = :recipient) and d.seq < :before
              and (:unreadOnly = false or d.readAt is null)
            order by d.seq desc
            """)
    List<Found> list(String recipient, long before, boolean unreadOnly, Limit limit);
}
