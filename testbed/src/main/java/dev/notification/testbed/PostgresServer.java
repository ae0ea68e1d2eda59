package dev.notification.testbed;

import dev.notification.servers.LocalPostgres;
import dev.notification.servers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A durable PostgreSQL, fsync included, whose processes can be killed and come back on the same data. */
public final class PostgresServer implements Node {
    /** What the sessions of the testbed itself are called in the database. */
    public static final String APPLICATION_NAME = "testbed";

    private final Path directory;
    private final int port = Ports.choose();
    private final Guard guard;
    private @Nullable LocalPostgres server;

    /** @param directory of what is stored, on the file system that shall be used for it */
    public PostgresServer(Path directory, Guard guard) {
        this.directory = directory;
        this.guard = guard;
    }

    @Override
    public void start() {
        LocalPostgres stopped = server;
        if (stopped == null) {
            server = LocalPostgres.startIn(directory, port);
            guard.killPostgres(data());
        } else {
            stopped.start();
        }
    }

    private LocalPostgres server() {
        if (server == null) throw new IllegalStateException("PostgreSQL was never started");
        return server;
    }

    /** In the order of a fast stop: transactions are rolled back, what is committed is flushed. */
    @Override
    public void stop() {
        server().stop();
    }

    /** The postmaster and all backends, as a power cut would. */
    @Override
    public void kill() {
        server().kill();
    }

    @Override
    public void pause() {
        server().pause();
    }

    @Override
    public void resume() {
        server().resume();
    }

    @Override
    public boolean isAlive() {
        return server != null && server.running();
    }

    @Override
    public long pid() {
        try (Stream<String> lines = Files.lines(data().resolve("postmaster.pid"))) {
            return isAlive()
                    ? lines.findFirst().map(String::strip).map(Long::parseLong).orElse(0L)
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public String name() {
        return "postgres";
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** A superuser; every password will do. */
    public String username() {
        return server().username();
    }

    /** Around every proxy, into a database that exists. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                server().jdbcUrl(database) + "?ApplicationName=" + APPLICATION_NAME, username(), username());
    }

    /** What it says, restarts included. */
    public Path log() {
        return directory.resolve("postgres.log");
    }

    private Path data() {
        return directory.toAbsolutePath().resolve("data");
    }

    @Override
    public void close() {
        if (server == null) return;
        if (server.running()) server.kill();
        server.close();
    }
}
