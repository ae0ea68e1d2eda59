package dev.notification.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real, durable PostgreSQL in processes of its own, listening on 127.0.0.1 alone, on a directory that it keeps.
 *
 * <p>A postmaster that an earlier, killed process left behind on the directory is replaced. Everybody who can reach the port
 * is let in: for local mode and tests. The methods are for one thread at a time.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final String USER = "postgres";

    private final ServerDirectory directory;
    private final Path data;
    private final Map<String, String> settings;
    private int port;
    private @Nullable EmbeddedPostgres server;

    private LocalPostgres(ServerDirectory directory, int port, Map<String, String> settings) {
        this.directory = directory;
        this.data = directory.resolve("data");
        this.port = port;
        this.settings = settings;
    }

    /**
     * Starts a server on what the directory holds, or on a new, empty database.
     *
     * @param port 0 for any free one; it stays the same until closed
     * @throws PortTaken when another process listens there
     * @throws DirectoryTaken when a living process uses the directory
     */
    public static LocalPostgres startIn(Path directory, int port) {
        return startIn(directory, port, Map.of());
    }

    /**
     * As {@link #startIn(Path, int)}, with settings of the server besides.
     *
     * @param settings values by the names they have in {@code postgresql.conf}; durability is not among what they can change
     */
    public static LocalPostgres startIn(Path directory, int port, Map<String, String> settings) {
        return start(ServerDirectory.lock(directory), port, settings);
    }

    /** As {@link #startIn(Path, int)}, on an empty database whatever the directory held. */
    static LocalPostgres startEmptyIn(Path directory, int port) {
        ServerDirectory locked = ServerDirectory.lock(directory);
        Postmaster.of(locked.resolve("data")).ifPresent(Postmaster::stop);
        locked.wipe();
        return start(locked, port, Map.of());
    }

    private static LocalPostgres start(ServerDirectory directory, int port, Map<String, String> settings) {
        LocalPostgres postgres = new LocalPostgres(directory, port, settings);
        try {
            postgres.start();
            return postgres;
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    /** Starts it again after {@link #stop()}, {@link #kill()} or an end of its own, on the same port and data. */
    public void start() {
        if (server != null && running()) throw new IllegalStateException("PostgreSQL is running");
        release();
        Postmaster.of(data).ifPresent(Postmaster::stop);
        port = Ports.claim("PostgreSQL", port);
        if (!directory.marked()) directory.wipe();
        try {
            server = builder().start();
            verify();
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new ServerFailed("PostgreSQL did not start, see " + log(), e);
        }
        directory.mark();
    }

    private EmbeddedPostgres.Builder builder() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        settings.forEach(builder::setServerConfig);
        return builder.setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                // the library switches both off
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "300")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "''");
    }

    /** That it is ours which answers, and durable. */
    private void verify() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), username(), password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('data_directory'),"
                        + " current_setting('fsync'), current_setting('synchronous_commit')")) {
            row.next();
            Path served = Path.of(row.getString(1));
            if (!served.toRealPath().equals(data.toRealPath()))
                throw new IllegalStateException("Another PostgreSQL, of " + served + ", answers on port " + port);
            if (!row.getString(2).equals("on") || !row.getString(3).equals("on"))
                throw new IllegalStateException("PostgreSQL is not durable");
        }
    }

    /** Stops it in order; what is committed stays, and {@link #start()} brings it back. Harmless when stopped. */
    public void stop() {
        Optional<Postmaster> postmaster = Postmaster.of(data);
        postmaster.ifPresent(Postmaster::resume);
        release();
        postmaster.ifPresent(Postmaster::awaitEnd);
    }

    /** Ends its processes as a power cut would; {@link #start()} recovers what is committed. */
    public void kill() {
        Postmaster.of(data).ifPresent(Postmaster::kill);
        release();
    }

    /** Freezes its processes: connections stay open and nothing answers, until {@link #resume()} or {@link #stop()}. */
    public void pause() {
        Postmaster.of(data).ifPresent(Postmaster::pause);
    }

    /** Ends a {@link #pause()}. */
    public void resume() {
        Postmaster.of(data).ifPresent(Postmaster::resume);
    }

    private void release() {
        EmbeddedPostgres running = server;
        server = null;
        if (running == null) return;
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it and gives the directory free; the data stays. */
    @Override
    public void close() {
        stop();
        directory.close();
    }

    /** Whether its process lives. */
    public boolean running() {
        return Postmaster.of(data).isPresent();
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Of the database {@code postgres}. */
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    /** Of a database that may not exist yet. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** A superuser. */
    public String username() {
        return USER;
    }

    /** Any would do. */
    public String password() {
        return USER;
    }

    private Path log() {
        return directory.resolve("postgres.log");
    }
}
