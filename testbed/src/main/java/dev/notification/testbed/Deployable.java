package dev.notification.testbed;

import dev.notification.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The deployable in a process of its own, on ports that it keeps over its restarts. */
public final class Deployable implements Node {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final List<String> FIRST = List.of("nice", "-n", "-10");
    private static final HttpClient client = HttpClient.newHttpClient();

    private final String name;
    private final Program program;
    private final List<String> arguments;
    private final int port = Ports.choose();
    private final int managementPort = Ports.choose();
    private final ChildProcess process;
    private long begun;
    private Duration startTime = Duration.ZERO;
    private boolean first;

    private Deployable(String name, Program program, List<String> arguments, Path directory, @Nullable Guard guard) {
        this.name = name;
        this.program = program;
        this.arguments = List.copyOf(arguments);
        this.process = new ChildProcess(
                name, directory.resolve(name + ".log"), "--management.server.port=" + managementPort, guard);
    }

    /** One that is not started yet. */
    public static Deployable of(String name, Program program, List<String> arguments, Path directory, Guard guard) {
        return new Deployable(name, program, arguments, directory, guard);
    }

    /** Starts one with all roles, and returns when it is ready. Its canary is off: what it stores would be counted. */
    public static Deployable start(Deployment site, Tokens tokens, String... more) {
        List<String> arguments = new ArrayList<>(site.arguments());
        arguments.add("--spring.security.oauth2.resourceserver.jwt.public-key-location="
                + tokens.publicKey().toUri());
        arguments.add("--notification.canary.enabled=false");
        Deployable deployable = new Deployable(site.name(), site.program(), arguments, site.directory(), null);
        try {
            deployable.start(more);
        } catch (ProcessFailed e) {
            deployable.close();
            throw e;
        }
        return deployable;
    }

    /**
     * From its next start on it gets the processors before all others until it is ready, as if it had a machine to itself. That needs root;
     * without, it starts as before.
     */
    public void startsFirst() {
        first = true;
    }

    @Override
    public void start() {
        start(new String[0]);
    }

    /** As {@link #start()}, with arguments for this life alone: of the JVM if they begin with -X or -D. */
    public void start(String... more) {
        launch(more);
        awaitReady(PATIENCE);
    }

    /** As {@link #start(String...)} without waiting until it is ready. */
    public void launch(String... more) {
        launch(Map.of(), more);
    }

    /** As {@link #launch(String...)}, with variables of the environment. */
    public void launch(Map<String, String> environment, String... more) {
        List<String> command = new ArrayList<>(first ? FIRST : List.of());
        command.addAll(program.options(chosen(true, more)).command());
        command.addAll(arguments);
        command.add("--server.port=" + port);
        command.add("--management.server.port=" + managementPort);
        command.addAll(List.of(chosen(false, more)));
        begun = System.nanoTime();
        process.launch(command, environment);
    }

    private static String[] chosen(boolean ofJvm, String... more) {
        return List.of(more).stream()
                .filter(one -> one.matches("-[XD].*") == ofJvm)
                .toArray(String[]::new);
    }

    /**
     * Returns when it is ready.
     *
     * @throws ProcessFailed when it ends or is not ready in time
     */
    public void awaitReady(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (isReady()) {
                startTime = Duration.ofNanos(System.nanoTime() - begun);
                if (first) process.standInLine();
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw process.failed(process.isAlive() ? "is not ready after " + patience : "ended before it was ready");
    }

    /** Whether it says of itself that it is. */
    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // it does not listen yet, or does not answer in time
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Its Prometheus text. */
    public String metrics() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/prometheus"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new ProcessFailed("No metrics of " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessFailed("No metrics of " + name, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** Where it serves streams and acks. */
    public int port() {
        return port;
    }

    /** Where it says how it is. */
    public int managementPort() {
        return managementPort;
    }

    /** From the start of the process until it was ready. */
    public Duration startTime() {
        return startTime;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /** Of the process that lives now. */
    public ProcessMemory memory() {
        return new ProcessMemory(process.pid());
    }

    /** Whether it ended by itself within this time, as at a crash point. */
    public boolean ended(Duration patience) {
        return process.ended(patience);
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void pause() {
        process.signal("STOP");
    }

    @Override
    public void resume() {
        process.signal("CONT");
    }

    /** Asks it to end first, so that nothing of it is left in the group or the database. */
    @Override
    public void close() {
        process.stop();
    }
}
