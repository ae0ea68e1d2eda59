package dev.notification.store.audit;

import dev.notification.store.AuditEntry;
import dev.notification.store.AuditQuery;
import dev.notification.store.AuditTrail;
import dev.notification.store.Author;
import dev.notification.store.NotificationKey;
import dev.notification.store.PageKey;
import dev.notification.store.database.Conditions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads what {@link AuditLog} wrote. */
final class SqlAuditTrail implements AuditTrail {
    private static final String LIST = """
            select at, id, actor, host(address), action, recipient, source, message_id, detail
            from audit where %s
            order by at desc, id desc limit ?
            """;

    /** By the index of the hash; and not by the hash alone. */
    private static final String NOTIFICATION =
            "message_key_hash(source, message_id) = message_key_hash(?, ?) and source = ? and message_id = ?";

    private final JdbcTemplate jdbc;

    SqlAuditTrail(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<AuditEntry> list(AuditQuery query) {
        NotificationKey key = query.notification();
        Conditions conditions = new Conditions()
                .and("actor = ?", query.actor())
                .and("action = ?", query.action())
                .and("recipient = ?", query.recipient())
                .andAll(NOTIFICATION, key == null ? null : List.of(key.source(), key.id(), key.source(), key.id()))
                .and("at >= ?::timestamptz", query.since())
                .and("at < ?::timestamptz", query.until())
                .andOlder("at", query.after());
        return jdbc.query(
                LIST.formatted(conditions.sql()), (row, n) -> entry(row), conditions.valuesAnd(query.limit()));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        PageKey key = new PageKey(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2));
        @Nullable String source = row.getString(7);
        return new AuditEntry(
                key,
                new Author(row.getString(3), row.getString(4)),
                row.getString(5),
                row.getString(6),
                source == null ? null : new NotificationKey(source, row.getString(8)),
                row.getString(9));
    }
}
