package dev.notification.stream.conformance;

import dev.notification.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** One database that lets nobody in and has thrown everybody out, until this is closed. */
final class DatabaseOutage implements AutoCloseable {
    private final String database;

    DatabaseOutage(String jdbcUrl) {
        database = jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1);
        run("alter database " + database + " allow_connections false");
        run("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
    }

    String database() {
        return database;
    }

    @Override
    public void close() {
        run("alter database " + database + " allow_connections true");
    }

    private static void run(String sql) {
        var postgres = TestServers.postgres();
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
