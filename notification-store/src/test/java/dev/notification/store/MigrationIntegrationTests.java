package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class MigrationIntegrationTests {

    @Test
    void aMigrationMayTakeLongerThanAStatementOfThePool(@TempDir Path migrations) throws IOException {
        Files.writeString(
                migrations.resolve("V900__slow.sql"), "select pg_sleep(4); create table made_slowly (made boolean);");
        TestDatabase database = TestDatabase.create();
        try (TestStore store = TestStore.on(
                        database,
                        List.of("spring.kafka.bootstrap-servers="
                                + TestServers.kafka().bootstrapServers()))
                .with("notification.ingest.enabled=false")
                .with("spring.datasource.hikari.data-source-properties.options=-c statement_timeout=3s")
                .with("spring.flyway.locations=classpath:db/migration,filesystem:" + migrations)
                .start()) {
            JdbcTemplate jdbc = store.bean(JdbcTemplate.class);
            assertThat(jdbc.queryForObject("show statement_timeout", String.class))
                    .isEqualTo("3s");
            assertThat(jdbc.queryForObject("select count(*) from made_slowly", Long.class))
                    .isZero();
        }
    }
}
