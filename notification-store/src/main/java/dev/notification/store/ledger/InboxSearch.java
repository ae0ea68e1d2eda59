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
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The notifications of one inbox, newest first, in the order of its sequences. */
final class InboxSearch {
    /**
     * Times in the where clause only choose partitions: within one, rows outside of the time asked for are looked at and counted
     * like others that are not wanted. A delivery and its notification are two rows.
     */
    private static final String PAGE =
            """
            select d.created_at, d.seq, s.matches, 2 as cost, l.*
            from %s
            cross join lateral (
              select * from delivery
              where inbox_id = (select i.id from inbox i where i.recipient = ?) and seq < ?
                and created_at >= ?::timestamptz and created_at < ?::timestamptz
              order by seq desc limit ?) d
            left join lateral (
              select * from notification n where n.created_at = d.created_at and n.id = d.notification_id limit 1) n on true
            cross join lateral (
              select n.id is not null and d.created_at >= ?::timestamptz and d.created_at < ?::timestamptz and %s
                and %s = any (w.state) as matches) s
            left join lateral (select %s, %s where s.matches) l on true
            order by d.seq desc
            """.formatted(Conditions.WANTED, Conditions.MATCH, StateSql.STATE, Columns.DELIVERY, Columns.ENTRY);

    private final BoundedScan scan;

    InboxSearch(BoundedScan scan) {
        this.scan = scan;
    }

    LedgerPage page(LedgerQuery query, String recipient) {
        boolean unconditional = Conditions.none(query) && query.since() == null && query.until() == null;
        Kind kind = unconditional ? Kind.EVERY_ROW_MATCHES : Kind.SOME_MATCH;
        LedgerPosition after = query.after();
        ArrayParameters parameters = Conditions.wanted(query)
                .value(recipient)
                .value(after == null ? Long.MAX_VALUE : after.number())
                .value(Conditions.from(monday(query.since(), 0)))
                .value(Conditions.to(monday(query.until(), 1)))
                .value(scan.rows(kind, query.limit()))
                .value(Conditions.from(query.since()))
                .value(Conditions.to(query.until()));
        Scanned<LedgerItem, LedgerPosition> page = scan.run(
                PAGE,
                parameters,
                kind,
                query.limit(),
                (row, number) -> new LedgerItem(Columns.entry(row, null), Columns.delivery(row)),
                (row, number) -> position(row));
        return new LedgerPage(page.items(), page.last());
    }

    private static LedgerPosition position(ResultSet row) throws SQLException {
        Instant storedAt = Objects.requireNonNull(Columns.instant(row, "created_at"));
        return new LedgerPosition(storedAt, row.getLong("seq"), null);
    }

    /** The beginning of a week, with which a partition begins. */
    private static @Nullable Instant monday(@Nullable Instant time, int weeksLater) {
        if (time == null) return null;
        LocalDate monday =
                LocalDate.ofInstant(time, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return monday.plusWeeks(weeksLater).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
