package dev.notification.store.ledger;

import dev.notification.store.DeliveryState;
import dev.notification.store.LedgerFound;
import dev.notification.store.Located;
import dev.notification.store.NotificationKey;
import dev.notification.store.NotificationPlace;
import dev.notification.store.database.ArrayParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** One notification: found by its key, counted by its deliveries. */
final class Notifications {
    private static final String LOCATE = """
            select k.notification_id, k.created_at, exists (
              select from notification n where n.created_at = k.created_at and n.id = k.notification_id) as kept
            from message_key k where k.hash = message_key_hash(?, ?)
            """;

    private static final String FIND = """
            select %s, n.data, c.* from notification n cross join lateral (
              select count(*) as deliveries, count(distinct s.inbox_id) as audience, count(s.read_at) as read, %s
              from (
                select d.inbox_id, d.read_at, %s as state from delivery d
                where d.notification_id = n.id and d.created_at = n.created_at order by d.inbox_id) s) c
            where n.created_at = ?::timestamptz and n.id = ?
            """.formatted(
                    Columns.ENTRY,
                    Stream.of(DeliveryState.values())
                            .map(state -> "count(*) filter (where s.state = '%s') as %s"
                                    .formatted(state.label(), column(state)))
                            .collect(Collectors.joining(", ")),
                    StateSql.STATE);

    private final JdbcTemplate jdbc;

    Notifications(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Located locate(NotificationKey key) {
        List<Located> found = jdbc.query(LOCATE, (row, number) -> located(row), key.source(), key.id());
        return found.isEmpty() ? new Located.Unknown() : found.get(0);
    }

    private static Located located(ResultSet row) throws SQLException {
        Instant storedAt = Objects.requireNonNull(Columns.instant(row, "created_at"));
        return row.getBoolean("kept")
                ? new Located.Kept(new NotificationPlace(row.getLong("notification_id"), storedAt))
                : new Located.Dropped(storedAt);
    }

    Optional<LedgerFound> find(NotificationPlace place) {
        ArrayParameters parameters =
                new ArrayParameters().value(place.storedAt().toString()).value(place.id());
        return jdbc.query(FIND, parameters, (row, number) -> found(row)).stream()
                .findFirst();
    }

    private static LedgerFound found(ResultSet row) throws SQLException {
        Map<DeliveryState, Long> states = new EnumMap<>(DeliveryState.class);
        for (DeliveryState state : DeliveryState.values()) states.put(state, row.getLong(column(state)));
        return new LedgerFound(
                Columns.entry(row, row.getBytes("data")),
                row.getLong("audience"),
                row.getLong("deliveries"),
                states,
                row.getLong("read"));
    }

    private static String column(DeliveryState state) {
        return "in_" + state.label();
    }
}
