package dev.notification.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import dev.notification.testbed.Deployable;
import dev.notification.testbed.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Objects;

/**
 * A database with weeks of traffic, by {@code ledger-seed.sql}. It is made once and keeps its name, so running servers
 * ({@code benchmark.jdbc-url}) have it the next time.
 */
public final class LedgerSeed {
    private static final long DELIVERIES = Long.getLong("benchmark.deliveries", 10_000_000);
    private static final String SCRIPT = "/ledger-seed.sql";

    /** Weeks pass between seeding and measuring. */
    public static final String KEEP = "--notification.retention=365d";

    private LedgerSeed() {}

    public static LedgerShape shape() {
        return new LedgerShape(DELIVERIES);
    }

    /** Topics of this site, and the database with the deliveries. */
    public static Site of(Site site, Report report) throws Exception {
        return of(site, report, DELIVERIES);
    }

    /** As {@link #of(Site, Report)}, with so many. */
    public static Site of(Site site, Report report, long deliveries) throws Exception {
        String database = "ledger_" + deliveries;
        Site seeded = site.on(database, site.name());
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement()) {
            if (!yes(statement, "select count(*) = 1 from pg_database where datname = '" + database + "'")) {
                statement.execute("create database " + database);
            }
        }
        try (Connection connection = seeded.connect();
                Statement statement = connection.createStatement()) {
            if (!yes(statement, "select to_regclass('inbox') is not null")) migrate(seeded);
            if (!yes(statement, "select exists (select from inbox where recipient = 'huge')")) {
                report.say("seeding %,d deliveries".formatted(deliveries));
                seed(connection, statement, deliveries);
            }
            report.say("%s: %s".formatted(database, size(statement)));
        }
        return seeded;
    }

    private static void migrate(Site site) throws Exception {
        Tokens tokens = new Tokens(site.bench().directory(), Clock.systemUTC());
        Deployable.start(site, tokens, KEEP).close();
    }

    /** All of it or nothing. */
    private static void seed(Connection connection, Statement statement, long deliveries)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        statement.execute("set seed.deliveries = '" + deliveries + "'");
        try (InputStream script = Objects.requireNonNull(LedgerSeed.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            statement.execute(new String(script.readAllBytes(), UTF_8));
        }
        connection.commit();
        connection.setAutoCommit(true);
        statement.execute("vacuum (analyze)");
        statement.execute("checkpoint");
    }

    private static boolean yes(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static String size(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select format('%s deliveries, %s notifications, %s recipients, %s', (select count(*) from delivery),
                  (select count(*) from notification), (select count(*) from inbox),
                  pg_size_pretty(pg_database_size(current_database())))""")) {
            row.next();
            return row.getString(1);
        }
    }
}
