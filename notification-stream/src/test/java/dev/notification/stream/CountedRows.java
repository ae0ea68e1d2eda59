package dev.notification.stream;

import dev.notification.servers.TestServers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Counts rows as the words of the protocol define them, one {@code count(*)} for each count: written apart from the service's own
 * statements, so that it can tell when those are wrong.
 */
final class CountedRows implements AutoCloseable {
    private static final String WAITS = "d.outcome is null and d.exhausted_at is null";
    private static final String IN_TIME = "(d.expires_at is null or d.expires_at > now())";

    /** What makes a delivery be in a state, state by state: no two of them overlap. */
    private static final Map<String, String> STATES = new LinkedHashMap<>();

    static {
        STATES.put("pending", WAITS + " and " + IN_TIME + " and d.sent_at is null");
        STATES.put("sent", "(d.outcome = 2 or " + WAITS + " and " + IN_TIME + " and d.sent_at is not null)");
        STATES.put("acked", "d.outcome = 1");
        STATES.put("expired", WAITS + " and d.expires_at <= now()");
        STATES.put("superseded", "d.outcome = 3");
        STATES.put("cancelled", "d.outcome = 4");
        STATES.put("exhausted", "d.outcome is null and d.exhausted_at is not null");
    }

    private static final String OF_NOTIFICATION = """
            from delivery d join notification n on n.id = d.notification_id and n.created_at = d.created_at
            where n.source = ? and n.message_id = ?""";

    private static final String OF_RECIPIENT =
            "from delivery d join inbox i on i.id = d.inbox_id where i.recipient = ?";

    /** A notification that is kept. */
    record Key(String source, String id) {}

    private final SingleConnectionDataSource connection;
    private final JdbcTemplate jdbc;

    CountedRows(String jdbcUrl) {
        var postgres = TestServers.postgres();
        connection = new SingleConnectionDataSource(jdbcUrl, postgres.username(), postgres.password(), true);
        jdbc = new JdbcTemplate(connection);
    }

    @Override
    public void close() {
        connection.destroy();
    }

    List<Key> notifications() {
        return jdbc.query(
                "select source, message_id from notification order by id",
                (row, number) -> new Key(row.getString(1), row.getString(2)));
    }

    /** Every state of all deliveries. */
    Map<String, Long> states() {
        Map<String, Long> counts = new LinkedHashMap<>();
        STATES.forEach((state, is) -> counts.put(state, count("select count(*) from delivery d where " + is)));
        return counts;
    }

    /** Every state of one notification's deliveries. */
    Map<String, Long> states(Key key) {
        Map<String, Long> counts = new LinkedHashMap<>();
        STATES.forEach((state, is) -> counts.put(state, count("select count(*) " + OF_NOTIFICATION, is, key)));
        return counts;
    }

    long deliveries() {
        return count("select count(*) from delivery");
    }

    long deliveries(Key key) {
        return count("select count(*) " + OF_NOTIFICATION, "true", key);
    }

    long audience(Key key) {
        return count("select count(distinct d.inbox_id) " + OF_NOTIFICATION, "true", key);
    }

    long read(Key key) {
        return count("select count(*) " + OF_NOTIFICATION, "d.read_at is not null", key);
    }

    long head(String recipient) {
        return count("select head from inbox where recipient = ?", recipient);
    }

    long unacked(String recipient) {
        return count(
                "select count(*) " + OF_RECIPIENT + " and d.ack_required and " + WAITS + " and " + IN_TIME, recipient);
    }

    long unread(String recipient) {
        return count("select count(*) " + OF_RECIPIENT + " and d.read_at is null", recipient);
    }

    /** Records that ingest is done with. */
    long ingested() {
        return count("select (select count(*) from message_key) + (select count(*) from rejection)");
    }

    /** Deliveries whose expirytime is still to come. */
    long expiring() {
        return count("select count(*) from delivery where expires_at > now()");
    }

    /** Differs whenever a delivery or an inbox was changed. */
    String fingerprint() {
        String all = jdbc.queryForObject(
                "select coalesce(md5(string_agg(d::text, '' order by d.inbox_id, d.seq)), '')"
                        + " || (select coalesce(sum(head), 0) from inbox) from delivery d",
                String.class);
        return String.valueOf(all);
    }

    private long count(String select, String is, Key key) {
        return count(select + " and " + is, key.source(), key.id());
    }

    private long count(String sql, Object... parameters) {
        Long count = jdbc.queryForObject(sql, Long.class, parameters);
        if (count == null) throw new IllegalStateException("No count from " + sql);
        return count;
    }
}
