package dev.notification.reliability.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.reliability.site.Site;
import dev.notification.testbed.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Hurts PostgreSQL from inside. What happened is counted in PostgreSQL's own log. */
public final class DatabaseNemesis {
    private static final String READ_ONLY = "in a read-only transaction";
    private static final String TOO_MANY = "too many clients already";
    private static final String FULL = "No space left on device";

    private static final String END_SESSIONS = """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and application_name <> '%s'
            """.formatted(PostgresServer.APPLICATION_NAME);

    private final Site site;
    private final UnaryOperator<Fault> noted;

    DatabaseNemesis(Site site, UnaryOperator<Fault> noted) {
        this.site = site;
        this.noted = noted;
    }

    /** Nobody can write, as on a server that is being replaced (SQLSTATE 25006), until the fault is ended. */
    public Fault readOnly() {
        long before = logged(READ_ONLY);
        always("on");
        return noted.apply(new Fault(
                "read-only database", "statements refused", () -> logged(READ_ONLY) - before, () -> always("off")));
    }

    private void always(String setting) {
        run(
                "set default_transaction_read_only = off",
                "alter system set default_transaction_read_only = " + setting,
                "select pg_reload_conf()");
    }

    /** Ends all sessions of the deployables and takes every place they left (53300), until the fault is ended. */
    public Fault exhaustConnections() {
        long before = logged(TOO_MANY);
        List<Connection> taken = new ArrayList<>();
        fill(taken);
        endSessions(taken.get(0));
        fill(taken);
        // each round of ours ended with one refusal
        return noted.apply(new Fault(
                "all " + taken.size() + " connections of the database taken",
                "sessions refused",
                () -> logged(TOO_MANY) - before - 2,
                () -> taken.forEach(DatabaseNemesis::close)));
    }

    private void fill(List<Connection> taken) {
        try {
            while (true) taken.add(site.connect());
        } catch (SQLException full) {
            if (!"53300".equals(full.getSQLState())) throw new IllegalStateException(full);
        }
    }

    /** Ends the sessions of all deployables, once. */
    public Fault terminateSessions() {
        try (Connection connection = site.connect()) {
            return noted.apply(Fault.moment("sessions of the database ended", "sessions", endSessions(connection)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long endSessions(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(END_SESSIONS)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fills the database's own file system, until the fault is ended. PostgreSQL may go down by it. */
    public Fault fillDisk() {
        long before = logged(FULL);
        long bytes = site.disk().fill();
        return noted.apply(new Fault(
                "disk full with %,d bytes".formatted(bytes),
                "writes that PostgreSQL could not do",
                () -> logged(FULL) - before,
                site.disk()::free));
    }

    /** Lines of PostgreSQL's log with this in it. */
    public long logged(String text) {
        try (Stream<String> lines = Files.lines(site.postgres().log(), UTF_8)) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String... statements) {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement()) {
            for (String one : statements) statement.execute(one);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
