package dev.notification.store.ledger;

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

/** All notifications, newest first, in the order of their primary key. */
final class Search {
    /** What is compared is a column of every row that is looked at; a condition in the where clause would hide how many those are. */
    private static final String PAGE = """
            select n.created_at, n.id, s.matches, s.cost, l.* from %s
            cross join lateral (
              select * from notification
              where (created_at, id) < (?::timestamptz, ?) and created_at <= ?::timestamptz and created_at >= ?::timestamptz
              order by created_at desc, id desc limit ?) n
            cross join lateral (select %s as so_far) c
            cross join lateral (%s) s
            left join lateral (select %s where s.matches) l on true
            order by n.created_at desc, n.id desc
            """;

    private static final String ANY_STATE =
            PAGE.formatted(Conditions.WANTED, Conditions.MATCH, "select c.so_far as matches, 1 as cost", Columns.ENTRY);

    /** Looks at no deliveries of a notification that is not wanted anyway. */
    private static final String IN_STATE =
            PAGE.formatted(Conditions.WANTED, Conditions.MATCH, """
            select coalesce(bool_or(%s = any (w.state)), false) as matches, 1 + count(*) as cost from delivery d
              where c.so_far and d.notification_id = n.id and d.created_at = n.created_at""".formatted(StateSql.STATE), Columns.ENTRY);

    private final BoundedScan scan;

    Search(BoundedScan scan) {
        this.scan = scan;
    }

    LedgerPage page(LedgerQuery query) {
        Kind kind = query.state() != null
                ? Kind.SOME_MATCH_AT_A_COST
                : Conditions.none(query) ? Kind.EVERY_ROW_MATCHES : Kind.SOME_MATCH;
        String to = Conditions.to(query.until());
        long below = 0;
        LedgerPosition after = query.after();
        if (after != null && (query.until() == null || after.storedAt().isBefore(query.until()))) {
            to = after.storedAt().toString();
            below = after.number();
        }
        ArrayParameters parameters = Conditions.wanted(query)
                .value(to)
                .value(below)
                .value(to)
                .value(Conditions.from(query.since()))
                .value(scan.rows(kind, query.limit()));
        Scanned<LedgerItem, LedgerPosition> page = scan.run(
                query.state() == null ? ANY_STATE : IN_STATE,
                parameters,
                kind,
                query.limit(),
                (row, number) -> new LedgerItem(Columns.entry(row, null), null),
                (row, number) -> position(row));
        return new LedgerPage(page.items(), page.last());
    }

    private static LedgerPosition position(ResultSet row) throws SQLException {
        Instant storedAt = Objects.requireNonNull(Columns.instant(row, "created_at"));
        return new LedgerPosition(storedAt, row.getLong("id"));
    }
}
