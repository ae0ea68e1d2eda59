package dev.notification.store.ledger;

import dev.notification.store.LedgerDelivery;
import dev.notification.store.NotificationKey;
import dev.notification.store.RecipientSummary;
import dev.notification.store.Timeline;
import dev.notification.store.TimelinePage;
import dev.notification.store.database.ArrayParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** One inbox: its counts, and what happened in it. */
final class Recipients {
    /**
     * Looks at the rows of what is unsettled, and of the newest. What is unread is all but what was read: each has an index that
     * holds it. For the newest the inbox is a subquery and their number a parameter: behind a join, or with a number that the
     * planner takes for more than an inbox has, the whole inbox is read and sorted.
     */
    private static final String SUMMARY = """
            select i.head, u.*, a.*,
              (select count(*) from delivery d where d.inbox_id = i.id)
              - (select count(*) from delivery d where d.inbox_id = i.id and d.read_at is not null) as unread
            from inbox i
            cross join lateral (
              select count(*) as unacked, min(d.created_at) as unacked_since from delivery d where d.inbox_id = i.id and %s) u
            cross join (
              select max(n.settled_at) filter (where n.outcome = 1) as last_ack_at from (
                select d.settled_at, d.outcome from delivery d where d.inbox_id = (select o.id from inbox o where o.recipient = ?)
                order by d.seq desc limit ?) n) a
            where i.recipient = ?
            """.formatted(StateSql.UNACKED);

    /** How far back the last ack is looked for: of a large inbox each is a page of its own to be read, in the worst case from the disk. */
    private static final int NEWEST = 1_000;

    private static final String TIMELINE = """
            select d.seq, d.sends, n.source, n.message_id, n.type, %s from (
              select * from delivery where inbox_id = (select i.id from inbox i where i.recipient = ?) and seq < ?
              order by seq desc limit ?) d
            left join lateral (
              select * from notification n where n.created_at = d.created_at and n.id = d.notification_id limit 1) n on true
            order by d.seq desc
            """.formatted(Columns.DELIVERY);

    private static final String NODES = "select id, name from node where id = any (?)";

    private final JdbcTemplate jdbc;

    Recipients(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<RecipientSummary> summary(String recipient) {
        return jdbc.query(SUMMARY, (row, number) -> summary(row), recipient, NEWEST, recipient).stream()
                .findFirst();
    }

    private static RecipientSummary summary(ResultSet row) throws SQLException {
        return new RecipientSummary(
                row.getLong("head"),
                row.getLong("unacked"),
                row.getLong("unread"),
                Columns.instant(row, "unacked_since"),
                Columns.instant(row, "last_ack_at"));
    }

    /** A delivery whose sends name their nodes by numbers. */
    private record Raw(
            LedgerDelivery delivery,
            @Nullable NotificationKey key,
            @Nullable String type,
            List<Send> sends) {}

    TimelinePage timeline(String recipient, long before, int limit) {
        // one more than asked for tells whether there is a next page
        List<Raw> found = jdbc.query(TIMELINE, (row, number) -> raw(row), recipient, before, limit + 1);
        boolean more = found.size() > limit;
        List<Raw> page = more ? found.subList(0, limit) : found;
        Map<Integer, String> nodes = nodes(page);
        List<Timeline> items = page.stream()
                .map(raw -> new Timeline(
                        raw.delivery(), raw.key(), raw.type(), Events.of(raw.delivery(), raw.sends(), nodes)))
                .toList();
        return new TimelinePage(
                items, more ? items.get(items.size() - 1).delivery().seq() : null);
    }

    private static Raw raw(ResultSet row) throws SQLException {
        String source = row.getString("source");
        String id = row.getString("message_id");
        return new Raw(
                Columns.delivery(row),
                source == null || id == null ? null : new NotificationKey(source, id),
                row.getString("type"),
                Send.of(row.getBytes("sends")));
    }

    private Map<Integer, String> nodes(List<Raw> page) {
        Integer[] ids = page.stream()
                .flatMap(raw -> raw.sends().stream())
                .map(Send::node)
                .distinct()
                .toArray(Integer[]::new);
        Map<Integer, String> names = new HashMap<>();
        if (ids.length > 0) {
            jdbc.query(NODES, new ArrayParameters().array("int", ids), row -> {
                names.put(row.getInt(1), row.getString(2));
            });
        }
        return names;
    }
}
