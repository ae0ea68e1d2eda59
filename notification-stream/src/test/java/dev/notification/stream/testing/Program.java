package dev.notification.stream.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** A program of this machine that runs beside the test, with all that it says. */
public final class Program implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private Program(Process process) {
        this.process = process;
    }

    /** Skips the test, and says so where it is seen, unless this program is installed. */
    public static void need(String name, String why) {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> new File(directory, name).canExecute());
        if (!installed) System.err.println("NOT TESTED: " + why + ", because " + name + " is not installed");
        Assumptions.assumeTrue(installed, name + " is not installed: " + why + " is not tested");
    }

    /** Starts a program; both its outputs are read. */
    public static Program start(List<String> command) {
        try {
            Program program = new Program(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            Thread reader = new Thread(program::read, "program");
            reader.setDaemon(true);
            reader.start();
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end and returns what it said; fails unless it ends well. */
    public static String run(String... command) {
        try (Program program = start(List.of(command))) {
            await().atMost(DEADLINE).until(() -> !program.process.isAlive());
            if (program.process.exitValue() != 0) {
                throw new IllegalStateException(command[0] + " said " + program.text());
            }
            return program.text();
        }
    }

    private void read() {
        byte[] bytes = new byte[8_192];
        try (InputStream out = process.getInputStream()) {
            for (int n = out.read(bytes); n >= 0; n = out.read(bytes)) output.write(bytes, 0, n);
        } catch (IOException ended) {
            output.writeBytes("\n(ended)".getBytes(UTF_8));
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** All so far. */
    public String text() {
        return output.toString(UTF_8);
    }

    /** Waits until it has said this. */
    public Program has(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        await().alias(pattern + " in what the client saw")
                .atMost(DEADLINE)
                .until(() -> wanted.matcher(text()).find());
        return this;
    }

    /** Ends it and what it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await().atMost(DEADLINE).until(() -> !process.isAlive());
    }
}
