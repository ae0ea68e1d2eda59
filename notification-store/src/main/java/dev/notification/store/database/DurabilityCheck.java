package dev.notification.store.database;

import dev.notification.store.StartRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Refuses to start on a database that would forget what it committed, or that cannot be written to. */
final class DurabilityCheck implements InitializingBean {
    private static final List<String> SETTINGS = List.of("fsync", "full_page_writes", "synchronous_commit");

    private final JdbcTemplate jdbc;
    private final boolean allowUnsafe;

    DurabilityCheck(JdbcTemplate jdbc, boolean allowUnsafe) {
        this.jdbc = jdbc;
        this.allowUnsafe = allowUnsafe;
    }

    @Override
    public void afterPropertiesSet() {
        if (Boolean.TRUE.equals(jdbc.queryForObject("select pg_is_in_recovery()", Boolean.class))) {
            throw new StartRefusedException(
                    "The database is a replica (pg_is_in_recovery); point spring.datasource.url at the primary");
        }
        List<String> off = new ArrayList<>();
        for (String setting : SETTINGS) {
            if ("off".equals(jdbc.queryForObject("select current_setting(?)", String.class, setting))) off.add(setting);
        }
        if (!off.isEmpty() && !allowUnsafe) {
            throw new StartRefusedException(
                    "The database may lose what it committed: " + String.join(", ", off)
                            + " is off; switch it on, or set notification.store.allow-unsafe-database=true where loss does not matter");
        }
    }
}
