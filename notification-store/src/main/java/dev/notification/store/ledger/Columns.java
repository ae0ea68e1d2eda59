package dev.notification.store.ledger;

import dev.notification.store.Content;
import dev.notification.store.DeliveryState;
import dev.notification.store.LedgerDelivery;
import dev.notification.store.LedgerEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns that several statements have in common, and what they are read into. */
final class Columns {
    /** Of a notification {@code n}. */
    static final String ENTRY = """
            n.type, n.attributes, octet_length(n.data) as data_bytes, n.data_binary, n.ack_required, n.created_at""";

    /** Of a delivery {@code d}, beside its {@code seq}. */
    static final String DELIVERY = """
            (select i.recipient from inbox i where i.id = d.inbox_id) as recipient,
              %s as state, d.attempt, d.created_at, d.sent_at, d.read_at, d.expires_at, d.exhausted_at, d.settled_at,
              (select o.name from node o where o.id = d.acked_by) as acked_by, host(d.acked_from) as acked_from""".formatted(StateSql.STATE);

    private Columns() {}

    static LedgerEntry entry(ResultSet row, byte @Nullable [] data) throws SQLException {
        Content content =
                new Content(row.getString("type"), row.getBytes("attributes"), data, row.getBoolean("data_binary"));
        return new LedgerEntry(
                content,
                row.getObject("data_bytes", Integer.class),
                row.getBoolean("ack_required"),
                Objects.requireNonNull(instant(row, "created_at")));
    }

    static LedgerDelivery delivery(ResultSet row) throws SQLException {
        DeliveryState state = StateSql.state(row.getString("state"));
        Instant settledAt = instant(row, "settled_at");
        return new LedgerDelivery(
                row.getString("recipient"),
                row.getLong("seq"),
                state,
                row.getInt("attempt"),
                Objects.requireNonNull(instant(row, "created_at")),
                instant(row, "sent_at"),
                state == DeliveryState.ACKED ? settledAt : null,
                instant(row, "read_at"),
                instant(row, "expires_at"),
                instant(row, "exhausted_at"),
                settledAt,
                row.getString("acked_by"),
                row.getString("acked_from"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
