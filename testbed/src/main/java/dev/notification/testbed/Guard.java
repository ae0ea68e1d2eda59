package dev.notification.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;

/**
 * Cleans up after this JVM however it ends, {@code kill -9} included: a shell that waits for the end of its input, and then
 * runs what it was told. Frozen processes, which could not end by themselves, go too.
 */
public final class Guard implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            set --
            while read -r line; do [ "$line" = done ] && exit 0; set -- "$@" "$line"; done
            for line; do sh -c "$line"; done 2>/dev/null
            """;

    private final Process shell;
    private final Writer input;

    private Guard(Process shell) {
        this.shell = shell;
        this.input = shell.outputWriter(UTF_8);
    }

    /** Begins to wait. */
    public static Guard start() {
        try {
            return new Guard(new ProcessBuilder("sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills this process in the end, if by then it is still the one whose command line has the mark in it. */
    void kill(long pid, String mark) {
        later("grep -qaF -- '%s' /proc/%d/cmdline && kill -9 %d".formatted(mark, pid, pid));
    }

    /** Kills the PostgreSQL that serves this directory in the end. */
    void killPostgres(Path data) {
        later(("p=$(head -1 '%s/postmaster.pid') && grep -qaF -- '%s' /proc/$p/cmdline"
                        + " && kill -9 $p $(cat /proc/$p/task/*/children)")
                .formatted(data, data));
    }

    /** Unmounts this in the end. */
    void unmount(Path mountPoint) {
        later("sleep 1; umount -l '%s'".formatted(mountPoint));
    }

    /** Runs this in the end, by a shell; harmless if there is nothing left to do for it. */
    public synchronized void later(String command) {
        try {
            input.write(command + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The guard is gone", e);
        }
    }

    /** All is closed; there is nothing to do for the guard any more. */
    @Override
    public synchronized void close() {
        try (input) {
            input.write("done\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            shell.onExit().join();
        }
    }
}
