package dev.notification.local;

import dev.notification.servers.LocalPostgres;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Where the local PostgreSQL is. */
record LocalJdbcConnectionDetails(LocalPostgres postgres) implements JdbcConnectionDetails {
    @Override
    public String getJdbcUrl() {
        return postgres.jdbcUrl();
    }

    @Override
    public String getUsername() {
        return postgres.username();
    }

    @Override
    public String getPassword() {
        return postgres.password();
    }
}
