package dev.notification.store.inbox;

import dev.notification.store.Delivery;
import dev.notification.store.DeliveryState;
import dev.notification.store.InboxItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What of one inbox still waits for its ack, newest first: from the index {@code delivery_unsettled}, so that nothing settled is
 * looked at, however much it is. What expired or was exhausted is in it too, and passed over.
 */
final class UnackedItems {
    /** The index has the lanes one after the other, so the newest of each are read, and of these the newest. */
    private static final String LIST = """
            select d.seq, d.priority as lane, d.attempt, d.sent_at, d.created_at, d.read_at, d.expires_at, d.ack_required,
              n.type, n.attributes, n.data, n.data_binary
            from inbox i
            cross join lateral (
              select d.* from (values (0::smallint), (1::smallint), (2::smallint)) as l (lane)
              cross join lateral (
                select * from delivery d
                where d.inbox_id = i.id and d.priority = l.lane and d.seq < ?
                  and d.outcome is null and d.ack_required and d.exhausted_at is null
                  and (d.expires_at is null or d.expires_at > ?::timestamptz)
                order by d.seq desc limit ?) d
              order by d.seq desc limit ?) d
            join notification n on n.id = d.notification_id and n.created_at = d.created_at
            where i.recipient = ?
            order by d.seq desc
            """;

    private final JdbcTemplate jdbc;

    UnackedItems(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<InboxItem> list(String recipient, long before, int limit, Instant now) {
        return jdbc.query(LIST, (row, number) -> item(row), before, now.toString(), limit, limit, recipient);
    }

    /** Of a delivery that is neither settled nor expired nor exhausted. */
    private static InboxItem item(ResultSet row) throws SQLException {
        Delivery delivery = Columns.delivery(row);
        DeliveryState state = delivery.sentAt() == null ? DeliveryState.PENDING : DeliveryState.SENT;
        return new InboxItem(delivery, state, delivery.createdAt(), null, Columns.instant(row, "read_at"));
    }
}
