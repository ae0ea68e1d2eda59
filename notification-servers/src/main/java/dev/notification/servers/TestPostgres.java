package dev.notification.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL that the tests of this JVM share; every test class makes a database of its own in it. */
public final class TestPostgres {
    private final AtomicInteger databases = new AtomicInteger();
    private final String server;
    private final String username;
    private final String password;

    TestPostgres(String host, int port, String username, String password) {
        this.server = "jdbc:postgresql://" + host + ":" + port + "/";
        this.username = username;
        this.password = password;
    }

    /** Makes an empty database and returns its JDBC URL. */
    public String createDatabase() {
        String database = "test_" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), username, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException e) {
            throw new ServerFailed("No test database could be made", e);
        }
        return jdbcUrl(database);
    }

    /** Of a database that may not exist. */
    public String jdbcUrl(String database) {
        return server + database;
    }

    /** A superuser. */
    public String username() {
        return username;
    }

    /** Of the superuser. */
    public String password() {
        return password;
    }
}
