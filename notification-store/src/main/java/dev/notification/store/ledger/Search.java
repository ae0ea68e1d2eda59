package dev.notification.store.ledger;

import dev.notification.store.DeliveryPosition;
import dev.notification.store.LedgerItem;
import dev.notification.store.LedgerPage;
import dev.notification.store.LedgerPosition;
import dev.notification.store.LedgerQuery;
import dev.notification.store.database.ArrayParameters;
import dev.notification.store.ledger.BoundedScan.Kind;
import dev.notification.store.ledger.BoundedScan.Scanned;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/**
 * All notifications, newest first, in the order of their primary key. By state, the rows are deliveries: those of each notification
 * up to the first that is in it, so that a page may also end inside a large one.
 */
final class Search {
    /** What is compared is a column of every row that is looked at; a condition in the where clause would hide how many those are. */
    private static final String PAGE = """
            select n.created_at, n.id, s.*, l.* from %s
            cross join lateral (
              select * from notification
              where (created_at, id) <= (?::timestamptz, ?) and created_at <= ?::timestamptz and created_at >= ?::timestamptz
              order by created_at desc, id desc limit ?) n
            cross join lateral (select %s as so_far) c
            cross join lateral (%s) s
            left join lateral (select %s where s.matches) l on true
            order by n.created_at desc, n.id desc, s.inbox_id, s.seq
            """;

    private static final String ANY_STATE = PAGE.formatted(
            Conditions.WANTED,
            Conditions.MATCH,
            "select null::bigint as inbox_id, null::bigint as seq, c.so_far as matches, 1 as cost",
            Columns.ENTRY);

    /**
     * A notification that is not wanted anyway, or has no deliveries, is one row. Else each delivery is, and the first one with its
     * notification two. Where {@code found} reaches 1 the window reads no further (a run condition in the plan): a match costs
     * what stands before it. The rows of one notification are put in order together, hence the limit on them: what is read of
     * them in vain is at most what a page may look at.
     */
    private static final String IN_STATE =
            PAGE.formatted(Conditions.WANTED, Conditions.MATCH, """
            select d.inbox_id, d.seq, coalesce(d.matches, false) as matches, case when d.nth = 1 then 2 else 1 end as cost
              from (values (1)) as one left join (
                select d.*, row_number() over up_to_here as nth,
                  count(*) filter (where d.matches) over (up_to_here rows between unbounded preceding and 1 preceding) as found
                from (
                  select d.inbox_id, d.seq, %s = any (w.state) as matches from delivery d
                  where c.so_far and d.notification_id = n.id and d.created_at = n.created_at
                    and (d.inbox_id, d.seq) > (case when n.id = ? then ? else 0 end, case when n.id = ? then ? else 0 end)
                  order by d.inbox_id, d.seq limit ?) d
                window up_to_here as (order by d.inbox_id, d.seq)) d on d.found < 1""".formatted(StateSql.STATE), Columns.ENTRY);

    private final BoundedScan scan;

    Search(BoundedScan scan) {
        this.scan = scan;
    }

    /**
     * Where a page begins.
     *
     * @param to the time of the first notification, if one of that time is among what is looked at
     * @param through its number at most
     * @param number of the notification that is begun inside
     * @param inside after this delivery of it
     */
    private record Beginning(String to, long through, long number, DeliveryPosition inside) {
        static Beginning of(LedgerQuery query) {
            LedgerPosition after = query.after();
            Instant until = query.until();
            if (after == null || (until != null && !after.storedAt().isBefore(until))) {
                return new Beginning(Conditions.to(until), Long.MIN_VALUE, 0, DeliveryPosition.START);
            }
            String to = after.storedAt().toString();
            return after.inside() == null
                    ? new Beginning(to, after.number() - 1, 0, DeliveryPosition.START)
                    : new Beginning(to, after.number(), after.number(), after.inside());
        }
    }

    LedgerPage page(LedgerQuery query) {
        Kind kind = Conditions.none(query) ? Kind.EVERY_ROW_MATCHES : Kind.SOME_MATCH;
        int rows = scan.rows(kind, query.limit());
        Beginning from = Beginning.of(query);
        ArrayParameters parameters = Conditions.wanted(query)
                .value(from.to())
                .value(from.through())
                .value(from.to())
                .value(Conditions.from(query.since()))
                .value(rows);
        if (query.state() != null) {
            parameters.value(from.number()).value(from.inside().inbox());
            parameters.value(from.number()).value(from.inside().seq()).value(rows);
        }
        Scanned<LedgerItem, LedgerPosition> page = scan.run(
                query.state() == null ? ANY_STATE : IN_STATE,
                parameters,
                kind,
                query.limit(),
                (row, number) -> new LedgerItem(Columns.entry(row, null), null),
                (row, number) -> position(row));
        return new LedgerPage(page.items(), page.last());
    }

    /** A notification that matches is done with; of another the next page looks whether there is more. */
    private static LedgerPosition position(ResultSet row) throws SQLException {
        Instant storedAt = Objects.requireNonNull(Columns.instant(row, "created_at"));
        long inbox = row.getLong("inbox_id");
        boolean inside = !row.wasNull() && !row.getBoolean("matches");
        return new LedgerPosition(
                storedAt, row.getLong("id"), inside ? new DeliveryPosition(inbox, row.getLong("seq")) : null);
    }
}
