package dev.notification.servers;

import java.nio.file.Path;
import java.sql.SQLException;

/** A process that commits a row, prints its port, and waits to be killed. */
final class StartAndWait {
    private StartAndWait() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws SQLException, java.io.IOException {
        LocalPostgres postgres = LocalPostgres.startIn(Path.of(arguments[0]), 0);
        LocalPostgresIntegrationTests.execute(postgres, "create table fact as select 1 as n");
        System.out.println(postgres.port());
        int end = System.in.read();
        System.exit(end);
    }
}
