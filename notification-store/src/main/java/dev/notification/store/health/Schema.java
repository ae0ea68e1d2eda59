package dev.notification.store.health;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The schema of the database against what this build was made for. Blocks on the database. */
final class Schema {
    private final JdbcTemplate jdbc;
    private final String applied;
    private final @Nullable MigrationVersion wanted;

    /** @param flyway null where something else cares for the schema: then any is right, as long as the database answers */
    Schema(JdbcTemplate jdbc, @Nullable Flyway flyway) {
        this.jdbc = jdbc;
        this.wanted = flyway == null ? null : newest(flyway);
        this.applied = flyway == null ? "select '0'" : applied(flyway.getConfiguration());
    }

    private static @Nullable MigrationVersion newest(Flyway flyway) {
        MigrationVersion newest = null;
        for (var migration : flyway.info().all()) {
            MigrationVersion version = migration.getVersion();
            boolean ours = version != null && migration.getState().isResolved();
            if (ours && (newest == null || version.compareTo(newest) > 0)) newest = version;
        }
        return newest;
    }

    private static String applied(Configuration flyway) {
        String table = quoted(flyway.getTable());
        String schema = flyway.getDefaultSchema();
        return "select version from " + (schema == null ? table : quoted(schema) + "." + table)
                + " where success and version is not null order by installed_rank desc limit 1";
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Whether everything that this build needs was applied. More is right too: in a rolling upgrade the first new process
     * migrates while the old ones still serve.
     *
     * @throws DataAccessException when the database does not say
     */
    boolean isRight() {
        List<String> versions = jdbc.queryForList(applied, String.class);
        if (wanted == null) return true;
        return !versions.isEmpty()
                && MigrationVersion.fromVersion(versions.get(0)).compareTo(wanted) >= 0;
    }
}
