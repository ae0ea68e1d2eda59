package dev.notification.store.correction;

import dev.notification.store.NotificationKey;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The notification that is corrected.
 *
 * @param createdAt of its row, and of all its deliveries
 * @param expired whether its expiry time has passed, by the clock of the database
 */
record Target(long id, OffsetDateTime createdAt, boolean expired) {
    private static final String FIND = """
            select n.id, n.created_at, coalesce(n.expires_at <= now(), false)
            from message_key k join notification n on n.created_at = k.created_at and n.id = k.notification_id
            where k.hash = message_key_hash(?, ?)
            """;

    static Optional<Target> find(JdbcTemplate jdbc, NotificationKey key) {
        return jdbc
                .query(
                        FIND,
                        (row, number) ->
                                new Target(row.getLong(1), row.getObject(2, OffsetDateTime.class), row.getBoolean(3)),
                        key.source(),
                        key.id())
                .stream()
                .findFirst();
    }
}
