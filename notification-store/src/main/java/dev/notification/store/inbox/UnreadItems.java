package dev.notification.store.inbox;

import dev.notification.store.inbox.DeliveryRows.Found;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What of one inbox nobody has read, newest first. It is counted first, from two indexes, so that the last unread one ends the
 * look: below it there may be a hundred thousand that were read.
 */
final class UnreadItems {
    /** What arrives after the count is not looked at: it would take the place of one that was counted. */
    private static final String COUNT = """
            select least(?, i.head + 1) as before,
              (select count(*) from delivery d where d.inbox_id = i.id and d.seq < ?)
              - (select count(*) from delivery d where d.inbox_id = i.id and d.seq < ? and d.read_at is not null) as unread
            from inbox i where i.recipient = ?
            """;

    private record Unread(long before, long count) {}

    private final JdbcTemplate jdbc;
    private final DeliveryRows rows;

    UnreadItems(JdbcTemplate jdbc, DeliveryRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    List<Found> list(String recipient, long before, int limit) {
        return jdbc
                .query(
                        COUNT,
                        (row, number) -> new Unread(row.getLong("before"), row.getLong("unread")),
                        before,
                        before,
                        before,
                        recipient)
                .stream()
                .filter(unread -> unread.count > 0)
                .flatMap(unread ->
                        rows
                                .list(recipient, unread.before, true, Limit.of((int) Math.min(limit, unread.count)))
                                .stream())
                .toList();
    }
}
