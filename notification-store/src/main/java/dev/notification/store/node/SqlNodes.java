package dev.notification.store.node;

import dev.notification.store.Estimates;
import dev.notification.store.Node;
import dev.notification.store.NodeStatus;
import dev.notification.store.Nodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The table {@code node_heartbeat}, read. It has as many rows as there were processes in the last minute. */
final class SqlNodes implements Nodes {
    private static final String LIST = """
            select n.name, h.instance, h.started_at, h.seen_at, h.figures,
              h.seen_at >= now() - make_interval(secs => ?) as alive
            from node_heartbeat h join node n on n.id = h.node_id
            order by n.name, h.instance
            """;

    /** -1 is what a table has that was never looked at. Partitions have the numbers, the tables above them only after an ANALYZE. */
    private static final String ESTIMATE = """
            select now() as as_of,
              (select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
               from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'notification'::regclass) as notifications,
              (select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
               from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'delivery'::regclass) as deliveries,
              (select greatest(reltuples, 0)::bigint from pg_class where oid = 'inbox'::regclass) as recipients
            """;

    private final JdbcTemplate jdbc;
    private final double aliveSeconds;

    SqlNodes(JdbcTemplate jdbc, Duration aliveWithin) {
        this.jdbc = jdbc;
        this.aliveSeconds = aliveWithin.toMillis() / 1_000.0;
    }

    @Override
    public List<NodeStatus> list() {
        return jdbc.query(LIST, (row, number) -> status(row), aliveSeconds);
    }

    private static NodeStatus status(ResultSet row) throws SQLException {
        JsonNode written = Figures.read(row.getString("figures"));
        return new NodeStatus(
                new Node(row.getString("name"), row.getObject("instance", UUID.class)),
                Figures.roles(written),
                time(row, "started_at"),
                time(row, "seen_at"),
                row.getBoolean("alive"),
                Figures.figures(written));
    }

    @Override
    public Estimates estimates() {
        Estimates estimates = jdbc.queryForObject(
                ESTIMATE,
                (row, number) -> new Estimates(
                        time(row, "as_of"),
                        row.getLong("notifications"),
                        row.getLong("deliveries"),
                        row.getLong("recipients")));
        return Objects.requireNonNull(estimates, "one row");
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
