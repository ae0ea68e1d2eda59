package dev.notification.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The deployable in a process of its own, ready. */
final class Deployable implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Process process;
    private final int port;
    private final Path log;
    private final Duration startTime;

    private Deployable(Process process, int port, Path log, Duration startTime) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.startTime = startTime;
    }

    /** @param more options of the JVM (they begin with {@code -X}) and arguments of the application */
    static Deployable start(Site site, Tokens tokens, String... more) throws IOException, InterruptedException {
        int port = freePort();
        int managementPort = freePort();
        Path log = site.bench().directory().resolve(site.name() + ".log");
        List<String> command = new ArrayList<>(List.of(site.bench().java()));
        command.addAll(site.bench().jvmOptions());
        for (String option : more) if (option.startsWith("-X")) command.add(option);
        command.addAll(List.of("-jar", site.bench().jar().toString()));
        command.addAll(site.arguments());
        command.add("--server.port=" + port);
        command.add("--management.server.port=" + managementPort);
        command.add("--spring.security.oauth2.resourceserver.jwt.public-key-location="
                + tokens.publicKey().toUri());
        // what it stores would be counted
        command.add("--notification.canary.enabled=false");
        for (String argument : more) if (argument.startsWith("--")) command.add(argument);

        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Deployable deployable = new Deployable(process, port, log, Duration.ZERO);
        try {
            deployable.awaitReady(managementPort);
        } catch (IOException e) {
            deployable.close();
            throw e;
        }
        return new Deployable(process, port, log, Duration.ofNanos(System.nanoTime() - begin));
    }

    private void awaitReady(int managementPort) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) return;
            } catch (IOException e) {
                // it does not listen yet, or does not answer in time: looked at again until the deadline
                LockSupport.parkNanos(LOOK.toNanos());
                continue;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IOException("The deployable is not ready, see " + log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** From the start of the process until it was ready. */
    Duration startTime() {
        return startTime;
    }

    long pid() {
        return process.pid();
    }

    ProcessMemory memory() {
        return new ProcessMemory(process.pid());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
