package dev.notification.local;

import static org.awaitility.Awaitility.await;

import dev.notification.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Local mode as a process of its own, with ports and a directory of its own that a next one may take over. */
final class LocalProcess implements AutoCloseable {
    final int http = Ports.choose();
    final int management = Ports.choose();
    final int kafka = Ports.choose();
    final int postgres = Ports.choose();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final Path log;
    private final List<String> arguments;
    private Process process;

    /** @param arguments of the command line, the last word on what it sets itself */
    LocalProcess(Path directory, String... arguments) {
        this.directory = directory;
        this.log = directory.resolveSibling(directory.getFileName() + "-" + http + ".txt");
        this.arguments = List.of(arguments);
        this.process = launch();
    }

    /** One that nothing was in. */
    static Path newDirectory() {
        return Path.of("target", "local-mode-tests", UUID.randomUUID().toString())
                .toAbsolutePath();
    }

    /** Launches the process again, after it ended. */
    void relaunch() {
        process = launch();
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.add("-Dserver.port=" + http);
        command.add("-Dmanagement.server.port=" + management);
        command.add("-Dnotification.local.kafka-port=" + kafka);
        command.add("-Dnotification.local.postgres-port=" + postgres);
        command.add("-Dnotification.local.directory=" + directory);
        command.add(LocalNotification.class.getName());
        command.addAll(arguments);
        try {
            Files.createDirectories(directory);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalProcess awaitReady() {
        await().atMost(Duration.ofMinutes(4)).until(() -> {
            if (!process.isAlive()) throw new IllegalStateException("Local mode ended:\n" + output());
            return ready();
        });
        return this;
    }

    private boolean ready() {
        try {
            URI uri = URI.create("http://127.0.0.1:" + management + "/readyz");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What it answers without a credential. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Its exit code, or a failure if it lives on for longer than the seconds. */
    int awaitEnd(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS))
            throw new IllegalStateException("Local mode lives after " + seconds + " s:\n" + output());
        return process.exitValue();
    }

    /** As Ctrl-C or an init system does. */
    void terminate() {
        process.destroy();
    }

    /** As {@code kill -9} does; PostgreSQL stays behind. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The living process of its PostgreSQL. One that was killed leaves its file, and its id may be another's by now. */
    Optional<ProcessHandle> postmaster() {
        try (var lines = Files.lines(directory.resolve("postgres/data/postmaster.pid"))) {
            return lines.findFirst()
                    .map(String::strip)
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of)
                    .filter(found -> found.info().command().orElse("").endsWith("postgres"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed in all its lives. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + http;
    }

    /** Ends it however it stands, its PostgreSQL too. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(20, TimeUnit.SECONDS)
                .exceptionally(slow -> process.destroyForcibly())
                .join();
        postmaster().ifPresent(ProcessHandle::destroy);
    }
}
