package dev.notification.benchmarks.site;

import dev.notification.testbed.Command;
import dev.notification.testbed.EmbeddedServers;
import dev.notification.testbed.Program;
import dev.notification.testbed.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers of a run and how the deployable is started. With {@code benchmark.jdbc-url} the database is a running one, with
 * {@code benchmark.bootstrap-servers} besides Kafka too; else embedded ones are started.
 *
 * @param built the deployable as it was built
 * @param program the deployable as it is measured
 */
public record Bench(Program built, Program program, Path directory, Servers servers) implements AutoCloseable {
    /**
     * Of the embedded one, as docs/operations.md recommends: with less memory, since the clients, Kafka and the deployable are on this
     * machine too, and without compressing WAL, for which this build has only what costs more than it saves.
     */
    private static final String POSTGRES = System.getProperty(
            "benchmark.postgres", "shared_buffers=2GB,max_wal_size=4GB,checkpoint_timeout=15min,random_page_cost=1.1");

    public static Bench start(Path jar) throws IOException {
        Path directory = Files.createDirectories(Path.of("benchmarks")).toRealPath();
        Servers servers = servers(directory);
        Program program = new Program(Program.of(jar).java(), jvmOptions(), jar, List.of());
        return new Bench(program, program, directory, servers);
    }

    private static Servers servers(Path directory) throws IOException {
        String jdbcUrl = System.getProperty("benchmark.jdbc-url");
        String bootstrap = System.getProperty("benchmark.bootstrap-servers");
        String username = System.getProperty("benchmark.username", "postgres");
        String password = System.getProperty("benchmark.password", "postgres");
        if (jdbcUrl == null && bootstrap != null)
            throw new IllegalArgumentException("benchmark.bootstrap-servers needs benchmark.jdbc-url besides");
        if (jdbcUrl != null && bootstrap != null) return new Servers.Running(jdbcUrl, username, password, bootstrap);
        EmbeddedServers embedded = EmbeddedServers.start(directory, postgresSettings());
        return jdbcUrl == null ? embedded : embedded.withDatabase(jdbcUrl, username, password);
    }

    /** The same servers for the deployable in another form. */
    public Bench measuring(Program form) {
        return new Bench(built, form, directory, servers);
    }

    /** A site of this run with a new, empty database and topics that nobody used before. */
    public Site site(String name) throws SQLException {
        String unique = name + "_" + ProcessHandle.current().pid();
        try (Connection connection = connect(servers.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + unique);
        }
        return new Site(this, unique, servers.jdbcUrl().replaceFirst("/[^/?]*(\\?|$)", "/" + unique + "$1"));
    }

    public Connection connect(String jdbcUrl) throws SQLException {
        return DriverManager.getConnection(jdbcUrl, servers.username(), servers.password());
    }

    private static Map<String, String> postgresSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : POSTGRES.split(",", -1)) {
            if (setting.isBlank()) continue;
            String[] words = setting.trim().split("=", 2);
            if (words.length < 2)
                throw new IllegalArgumentException("benchmark.postgres is name=value,name=value, not " + setting);
            settings.put(words[0], words[1]);
        }
        return settings;
    }

    private static List<String> jvmOptions() {
        List<String> options = new ArrayList<>(
                List.of("-Xmx512m", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseCompactObjectHeaders"));
        String more = System.getProperty("benchmark.jvm-options", "");
        if (!more.isBlank()) options.addAll(List.of(more.trim().split("\\s+")));
        return options;
    }

    public String postgresVersion() throws SQLException {
        try (Connection connection = connect(servers.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select current_setting('server_version'), string_agg(name || ' '"
                                + " || current_setting(name), ', ' order by name) from pg_settings where name in ('fsync',"
                                + " 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'wal_compression',"
                                + " 'checkpoint_timeout', 'random_page_cost')")) {
            row.next();
            return row.getString(1) + " (" + row.getString(2) + ")";
        }
    }

    public String javaVersion() throws IOException, InterruptedException {
        List<String> lines = Command.run(program.java(), "-version");
        return lines.get(lines.size() - 2);
    }

    @Override
    public void close() {
        servers.close();
    }
}
