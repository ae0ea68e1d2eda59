package dev.notification.reliability.site;

import dev.notification.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of a site. */
final class Database {
    static final String NAME = "notification";

    private Database() {}

    static void create(PostgresServer postgres) {
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + NAME);
        } catch (SQLException e) {
            throw new IllegalStateException("No database was made", e);
        }
    }
}
