package dev.notification.store.ledger;

import dev.notification.store.DeliveryPage;
import dev.notification.store.DeliveryPosition;
import dev.notification.store.DeliveryState;
import dev.notification.store.LedgerDelivery;
import dev.notification.store.NotificationPlace;
import dev.notification.store.database.ArrayParameters;
import dev.notification.store.ledger.BoundedScan.Kind;
import dev.notification.store.ledger.BoundedScan.Scanned;
import org.jspecify.annotations.Nullable;

/** Who has a notification: pages of its deliveries by inbox and sequence, from the index {@code delivery_notification}. */
final class Deliveries {
    /** The state is worked out for every row, what else is shown only for those that are wanted. */
    private static final String PAGE = """
            select m.matches, 1 as cost, d.inbox_id, d.seq, l.* from (
              select * from delivery
              where notification_id = ? and created_at = ?::timestamptz and (inbox_id, seq) > (?, ?)
              order by inbox_id, seq limit ?) d
            cross join lateral (select %s = any (?) as matches) m
            left join lateral (select %s where m.matches) l on true
            order by d.inbox_id, d.seq
            """.formatted(StateSql.STATE, Columns.DELIVERY);

    private final BoundedScan scan;

    Deliveries(BoundedScan scan) {
        this.scan = scan;
    }

    DeliveryPage page(NotificationPlace place, @Nullable DeliveryState state, DeliveryPosition after, int limit) {
        Kind kind = state == null ? Kind.EVERY_ROW_MATCHES : Kind.SOME_MATCH;
        ArrayParameters parameters = new ArrayParameters()
                .value(place.id())
                .value(place.storedAt().toString())
                .value(after.inbox())
                .value(after.seq())
                .value(scan.rows(kind, limit))
                .array("text", StateSql.labels(state));
        Scanned<LedgerDelivery, DeliveryPosition> page = scan.run(
                PAGE,
                parameters,
                kind,
                limit,
                (row, number) -> Columns.delivery(row),
                (row, number) -> new DeliveryPosition(row.getLong("inbox_id"), row.getLong("seq")));
        return new DeliveryPage(page.items(), page.last());
    }
}
