package dev.notification.stream.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program of this machine, while it runs. */
final class Program implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Program.class);

    private final Process process;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    /** @param output gets what it prints, as it comes */
    Program(Path directory, Consumer<byte[]> output, List<String> command) {
        try {
            process = new ProcessBuilder(command).directory(directory.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        follow(process.getInputStream(), output);
        follow(process.getErrorStream(), bytes -> errors.add(new String(bytes, UTF_8)));
    }

    /** Where one of these programs is; without any of them the test is skipped, and says so. */
    static String find(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(names)
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> skip("none of " + List.of(names) + " is on the PATH of this machine"));
    }

    /** Skips the test, for a reason that everybody sees. */
    static String skip(String reason) {
        log.warn("SKIPPED: {}", reason);
        return abort("SKIPPED: " + reason);
    }

    private static void follow(InputStream from, Consumer<byte[]> to) {
        Thread thread = new Thread(
                () -> {
                    byte[] buffer = new byte[8_192];
                    try (from) {
                        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                            to.accept(Arrays.copyOf(buffer, n));
                        }
                    } catch (IOException ended) {
                        // with the program
                    }
                },
                "program-output");
        thread.setDaemon(true);
        thread.start();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for its end, for so long at most, and says whether it was a good one. */
    boolean succeeds(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String errors() {
        return String.join("", errors);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
