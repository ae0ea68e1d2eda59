package dev.notification.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestServersIntegrationTests {

    @Test
    void givesEveryCallerADatabaseOfItsOwn() throws SQLException {
        TestPostgres postgres = TestServers.postgres();
        String first = postgres.createDatabase();
        String second = postgres.createDatabase();
        assertThat(first).isNotEqualTo(second);
        assertThat(query(first, "create table fact (n int); select count(*) from fact"))
                .isEqualTo("0");
        assertThat(query(second, "create table fact (n int); select count(*) from fact"))
                .isEqualTo("0");
    }

    @Test
    void isADurablePostgres18WithRoomForManyConnections() throws SQLException {
        String database = TestServers.postgres().createDatabase();
        assertThat(query(database, "show server_version")).startsWith("18");
        assertThat(query(database, "show fsync")).isEqualTo("on");
        assertThat(query(database, "show synchronous_commit")).isEqualTo("on");
        assertThat(Integer.parseInt(query(database, "show max_connections"))).isGreaterThanOrEqualTo(200);
    }

    @Test
    void hasOneKafkaNode() throws Exception {
        assertThat(TestServers.kafka()).isSameAs(TestServers.kafka());
        Map<String, Object> client =
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    private static String query(String url, String sql) throws SQLException {
        TestPostgres postgres = TestServers.postgres();
        try (Connection connection = DriverManager.getConnection(url, postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) rows = statement.getMoreResults();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
