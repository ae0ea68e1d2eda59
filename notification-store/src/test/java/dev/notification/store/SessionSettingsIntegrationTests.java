package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a session of the pool has, whatever the server or the database says. */
class SessionSettingsIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final Map<String, String> OTHERWISE = Map.of(
            "default_transaction_isolation", "serializable",
            "idle_in_transaction_session_timeout", "0",
            "lock_timeout", "0",
            "statement_timeout", "0",
            "plan_cache_mode", "auto",
            "enable_seqscan", "on",
            "jit", "on");
    private static final TestStore STORE = start();

    private static TestStore start() {
        OTHERWISE.forEach((setting, value) ->
                DATABASE.sql().execute("alter database " + DATABASE.name() + " set " + setting + " = '" + value + "'"));
        return TestStore.on(DATABASE, TOPICS).start();
    }

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    @ParameterizedTest
    @CsvSource({
        "default_transaction_isolation, read committed",
        "idle_in_transaction_session_timeout, 10s",
        "lock_timeout, 5s",
        "statement_timeout, 10s",
        "plan_cache_mode, force_generic_plan",
        "enable_seqscan, off",
        "jit, off"
    })
    void isOfThePool(String setting, String expected) {
        assertThat(OTHERWISE).containsKey(setting);
        assertThat(STORE.bean(JdbcTemplate.class).queryForObject("select current_setting(?)", String.class, setting))
                .isEqualTo(expected);
    }

    @Test
    void doesNotWaitForEverOnTheClientsSide() throws SQLException {
        HikariDataSource pool = STORE.bean(HikariDataSource.class);
        assertThat(pool.getDataSourceProperties())
                .containsEntry("socketTimeout", "15")
                .containsEntry("connectTimeout", "5");
        assertThat(pool.getConnectionTimeout()).isEqualTo(3_000);
        try (Connection session = pool.getConnection()) {
            assertThat(session.getNetworkTimeout()).isEqualTo(15_000);
        }
    }
}
