package dev.notification.store;

import dev.notification.servers.TestPostgres;
import dev.notification.servers.TestServers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database of its own for a test, and a look into it past the store, as superuser and without the store's limits.
 *
 * @param url of JDBC
 */
public record TestDatabase(String url, String username, String password) {

    /** An empty one in the shared server. */
    public static TestDatabase create() {
        TestPostgres postgres = TestServers.postgres();
        return new TestDatabase(postgres.createDatabase(), postgres.username(), postgres.password());
    }

    /** A connection for each statement. */
    public JdbcTemplate sql() {
        return new JdbcTemplate(new DriverManagerDataSource(url, username, password));
    }

    /** Its name in the server. */
    public String name() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** One number. */
    public long number(String sql, @Nullable Object... args) {
        Long number = sql().queryForObject(sql, Long.class, args);
        return number == null ? 0 : number;
    }

    /** The sequences of an inbox, ascending. */
    public List<Long> sequences(String recipient) {
        return sql().queryForList(
                        "select seq from delivery d join inbox i on i.id = d.inbox_id where recipient = ? order by seq",
                        Long.class,
                        recipient);
    }

    /** The CloudEvents ids in an inbox in the order of their sequences. */
    public List<String> ids(String recipient) {
        return sql().queryForList("""
                        select message_id from delivery d join inbox i on i.id = d.inbox_id
                        join notification n on n.id = d.notification_id and n.created_at = d.created_at
                        where recipient = ? order by seq""", String.class, recipient);
    }
}
