package dev.notification.reliability.client;

import dev.notification.reliability.history.Observation.Read;
import dev.notification.reliability.history.Observation.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The inboxes as the tables have them, around all code of the service. */
final class TableReads {
    private static final String HEADS =
            "select recipient, head from inbox where recipient = any (?) order by recipient";

    private static final String ROWS = """
            select d.seq, n.message_id,
                case when d.outcome = 1 then 'acked' when d.outcome is not null then 'settled'
                    when d.sent_at is null then 'pending' else 'sent' end
            from inbox i
            join delivery d on d.inbox_id = i.id
            left join notification n on n.created_at = d.created_at and n.id = d.notification_id
            where i.recipient = ?
            order by d.seq
            """;

    private TableReads() {}

    static List<Read> of(Crowd crowd) {
        List<Read> reads = new ArrayList<>();
        try (Connection connection = crowd.site().connect();
                PreparedStatement heads = connection.prepareStatement(HEADS)) {
            heads.setArray(
                    1, connection.createArrayOf("text", crowd.recipients().toArray()));
            try (ResultSet inbox = heads.executeQuery()) {
                while (inbox.next()) {
                    String recipient = inbox.getString(1);
                    List<Row> rows = rows(connection, recipient);
                    reads.add(new Read(crowd.log().now(), "tables", true, recipient, inbox.getLong(2), rows));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("No final read of the tables", e);
        }
        return reads;
    }

    private static List<Row> rows(Connection connection, String recipient) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
            statement.setString(1, recipient);
            try (ResultSet row = statement.executeQuery()) {
                // a delivery without its notification is one that nobody produced
                while (row.next())
                    rows.add(new Row(row.getLong(1), String.valueOf(row.getString(2)), row.getString(3)));
            }
        }
        return rows;
    }
}
