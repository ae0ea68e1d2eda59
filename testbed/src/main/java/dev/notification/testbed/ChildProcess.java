package dev.notification.testbed;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that can be started again and again, with one log of all its lives. */
final class ChildProcess {
    private static final int SHOWN_BYTES = 6_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final Path log;
    private final String mark;
    private final @Nullable Guard guard;
    private @Nullable Process process;

    /** @param mark a part of its command line that nothing else on this machine has */
    ChildProcess(String name, Path log, String mark, @Nullable Guard guard) {
        this.name = name;
        this.log = log;
        this.mark = mark;
        this.guard = guard;
    }

    Process launch(List<String> command, Map<String, String> environment) {
        if (isAlive()) throw new IllegalStateException(name + " is running");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            if (guard != null) guard.kill(started.pid(), mark);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    long pid() {
        Process current = process;
        return current != null && current.isAlive() ? current.pid() : 0;
    }

    void stop() {
        Process current = process;
        if (current == null) return;
        signal("CONT");
        current.destroy();
        if (!ended(PATIENCE)) {
            kill();
            throw failed("did not end " + PATIENCE.toSeconds() + " s after it was asked to");
        }
    }

    void kill() {
        Process current = process;
        if (current == null) return;
        current.destroyForcibly();
        if (!ended(PATIENCE)) throw failed("survives kill -9");
    }

    /** Whether it ended by then. */
    boolean ended(Duration patience) {
        Process current = process;
        try {
            return current == null || current.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Of a process that lives; it has arrived when this returns. */
    void signal(String signal) {
        long pid = pid();
        if (pid == 0) return;
        try {
            Command.run("kill", "-" + signal, Long.toString(pid));
        } catch (IOException e) {
            throw new ProcessFailed("No " + signal + " for " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes away what it had before others, of each of its threads; one that ended meanwhile has nothing to give back. */
    void standInLine() {
        try {
            Command.run("sh", "-c", "renice -n 0 -p $(ls /proc/" + pid() + "/task) || true");
        } catch (IOException e) {
            throw new ProcessFailed("No place in line for " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    ProcessFailed failed(String what) {
        return new ProcessFailed("%s %s; the end of %s:%n%s".formatted(name, what, log, lastLines()));
    }

    private String lastLines() {
        if (!Files.exists(log)) return "";
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - SHOWN_BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
