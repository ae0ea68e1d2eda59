package dev.notification.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LocalPostgresIntegrationTests {
    private final Path directory =
            Path.of("target", "postgres-tests", UUID.randomUUID().toString());

    @Test
    void keepsCommittedRowsOverRestartsAndKills() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.startIn(directory, 0)) {
            execute(postgres, "create table fact (n int)");
            execute(postgres, "insert into fact values (1)");
            int port = postgres.port();
            postgres.stop();
            assertThat(postgres.running()).isFalse();
            postgres.start();
            execute(postgres, "insert into fact values (2)");
            postgres.kill();
            assertThat(postgres.running()).isFalse();
            postgres.start();
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(count(postgres)).isEqualTo(2);
            // as one that ended by itself
            Postmaster.of(directory.toAbsolutePath().resolve("data"))
                    .orElseThrow()
                    .kill();
            postgres.start();
            assertThat(count(postgres)).isEqualTo(2);
        }
        try (LocalPostgres postgres = LocalPostgres.startIn(directory, 0)) {
            assertThat(count(postgres)).isEqualTo(2);
        }
    }

    @Test
    void takesSettingsButNoneThatEndsDurability() throws SQLException {
        Map<String, String> settings = Map.of("shared_buffers", "32MB", "fsync", "off");
        try (LocalPostgres postgres = LocalPostgres.startIn(directory, 0, settings)) {
            assertThat(setting(postgres, "shared_buffers")).isEqualTo("32MB");
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
        }
    }

    @Test
    void replacesThePostmasterOfAProcessThatWasKilled() throws Exception {
        Process victim = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartAndWait.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int orphan = Integer.parseInt(victim.inputReader().readLine());
        victim.destroyForcibly().waitFor();
        assertThat(accepts(orphan)).as("the postmaster outlives its process").isTrue();
        try (LocalPostgres postgres = LocalPostgres.startIn(directory, orphan)) {
            assertThat(count(postgres)).isEqualTo(1);
        }
        assertThat(accepts(orphan)).isFalse();
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(PortTaken.class)
                    .isThrownBy(() -> LocalPostgres.startIn(directory, other.getLocalPort()))
                    .satisfies(e -> assertThat(e.port()).isEqualTo(other.getLocalPort()));
        }
        LocalPostgres.startIn(directory, 0).close();
    }

    @Test
    void refusesADirectoryInUse() {
        LocalPostgres postgres = LocalPostgres.startIn(directory, 0);
        try (postgres) {
            assertThatExceptionOfType(DirectoryTaken.class).isThrownBy(() -> LocalPostgres.startIn(directory, 0));
            assertThat(postgres.running()).isTrue();
        }
    }

    @Test
    void startsAfreshWhereInitialisingWasInterrupted() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.createFile(directory.resolve("data/postgresql.conf"));
        LocalPostgres.startIn(directory, 0).close();
    }

    @Test
    void answersAgainAfterAPause() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.startIn(directory, 0)) {
            execute(postgres, "create table fact (n int)");
            postgres.pause();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(postgres, 2));
            postgres.resume();
            assertThat(count(postgres)).isZero();
        }
    }

    static void execute(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(LocalPostgres postgres) throws SQLException {
        return Integer.parseInt(answer(postgres, "select count(*) from fact"));
    }

    private static String setting(LocalPostgres postgres, String name) throws SQLException {
        return answer(postgres, "show " + name);
    }

    private static String answer(LocalPostgres postgres, String question) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection connect(LocalPostgres postgres) throws SQLException {
        return connect(postgres, 60);
    }

    private static Connection connect(LocalPostgres postgres, int patienceSeconds) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", postgres.username());
        properties.setProperty("password", postgres.password());
        properties.setProperty("socketTimeout", String.valueOf(patienceSeconds));
        properties.setProperty("loginTimeout", String.valueOf(patienceSeconds));
        return DriverManager.getConnection(postgres.jdbcUrl(), properties);
    }

    private static boolean accepts(int port) {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
