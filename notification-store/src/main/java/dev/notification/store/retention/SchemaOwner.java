package dev.notification.store.retention;

import com.zaxxer.hikari.HikariDataSource;
import dev.notification.store.StartRefusedException;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Connections of the role that owns the schema, which alone makes and drops partitions. It is the pool's own role unless the
 * operator has another one migrate ({@code spring.flyway.user}): then each connection is opened for its purpose, with the limits
 * that the pool's sessions have.
 */
final class SchemaOwner {
    private static final String MAY =
            "select pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass('delivery')";

    private SchemaOwner() {}

    static DataSource of(DataSource pool, Environment environment) {
        String user = environment.getProperty("spring.flyway.user", "");
        if (user.isEmpty()) return pool;
        HikariDataSource serving = DataSourceUnwrapper.unwrap(pool, HikariDataSource.class);
        if (serving == null) throw new StartRefusedException("spring.flyway.user needs a pool of HikariCP");
        DriverManagerDataSource owner = new DriverManagerDataSource(
                environment.getProperty("spring.flyway.url", serving.getJdbcUrl()),
                user,
                environment.getProperty("spring.flyway.password", ""));
        owner.setConnectionProperties(serving.getDataSourceProperties());
        return owner;
    }

    /**
     * Partitions are made weeks ahead, so a role that may not make them would be noticed weeks later, when nothing can be stored.
     *
     * @throws StartRefusedException when it may not
     */
    static void check(DataSource owner) {
        JdbcTemplate jdbc = new JdbcTemplate(owner);
        if (Boolean.TRUE.equals(jdbc.queryForObject(MAY, Boolean.class))) return;
        throw new StartRefusedException("The role " + jdbc.queryForObject("select current_user", String.class)
                + " does not own the table delivery, so it cannot make and drop partitions: give processes that ingest"
                + " the owner of the schema as spring.flyway.user and spring.flyway.password");
    }
}
