package dev.notification.store.inbox;

import dev.notification.store.Content;
import dev.notification.store.Delivery;
import dev.notification.store.Lanes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the columns of a delivery and its notification are read into. */
final class Columns {
    private Columns() {}

    static Delivery delivery(ResultSet row) throws SQLException {
        Content content = new Content(
                row.getString("type"), row.getBytes("attributes"), row.getBytes("data"), row.getBoolean("data_binary"));
        return new Delivery(
                row.getLong("seq"),
                Lanes.numbered(row.getInt("lane")),
                row.getInt("attempt"),
                instant(row, "sent_at"),
                Objects.requireNonNull(instant(row, "created_at")),
                instant(row, "expires_at"),
                row.getBoolean("ack_required"),
                content);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
