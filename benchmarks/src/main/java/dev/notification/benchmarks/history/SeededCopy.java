package dev.notification.benchmarks.history;

import dev.notification.benchmarks.ledger.LedgerSeed;
import dev.notification.benchmarks.report.Report;
import dev.notification.benchmarks.site.Site;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A copy of a seeded database, to be changed and thrown away. */
record SeededCopy(Site site, Site keeper) implements AutoCloseable {

    /** @param keeper a site whose database stays */
    static SeededCopy of(Site keeper, Report report, long deliveries) throws Exception {
        Site seeded = LedgerSeed.of(keeper, report, deliveries);
        String copy = keeper.name() + "_" + deliveries;
        try (Connection connection = keeper.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create database %s template %s strategy file_copy".formatted(copy, "ledger_" + deliveries));
            statement.execute("checkpoint");
        }
        return new SeededCopy(seeded.on(copy, copy), keeper);
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = keeper.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database " + site.name() + " with (force)");
        }
    }
}
