package dev.notification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The PostgreSQL process of a data directory, a child of this JVM or the orphan of an earlier one. */
record Postmaster(ProcessHandle process) {

    /** The living postmaster of the directory. A process id that means another process by now is not taken for it. */
    static Optional<Postmaster> of(Path data) {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .map(String::strip)
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of)
                    .filter(process -> serves(process, data))
                    .map(Postmaster::new);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean serves(ProcessHandle process, Path data) {
        return process.isAlive()
                && process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(data.toString()))
                        .isPresent();
    }

    /** Waits until it is gone after it was asked to stop by others; stops it if that takes long. */
    void awaitEnd() {
        if (!ended(List.of(process), 10)) stop();
    }

    /** Stops it: open transactions are rolled back, data is flushed; if that takes long, recovery does it at the next start. */
    void stop() {
        signal("INT", List.of(process));
        if (ended(List.of(process), 10)) return;
        signal("QUIT", List.of(process));
        if (!ended(List.of(process), 5)) kill();
    }

    /** Ends all its processes at once, as a power cut would. */
    void kill() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        if (!ended(all, 10)) throw new ServerFailed("PostgreSQL survives SIGKILL, process " + process.pid(), null);
    }

    /** Freezes all its processes: connections stay open, nothing answers. */
    void pause() {
        signal("STOP", all());
    }

    void resume() {
        signal("CONT", all());
    }

    /** The postmaster first, so that it does not replace its children. */
    private List<ProcessHandle> all() {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        StringBuilder command = new StringBuilder("kill -").append(signal);
        processes.forEach(process -> command.append(' ').append(process.pid()));
        try {
            // fails when a process has just ended by itself, which is as good
            new ProcessBuilder("sh", "-c", command + " 2>/dev/null").start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ended(List<ProcessHandle> processes, int seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        return processes.stream().allMatch(process -> ended(process, deadline));
    }

    private static boolean ended(ProcessHandle process, long deadline) {
        try {
            while (!gone(process)) {
                if (System.nanoTime() > deadline) return false;
                // completes with the process or after a moment
                process.onExit()
                        .completeOnTimeout(process, 50, TimeUnit.MILLISECONDS)
                        .get();
            }
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A process without a command has ended; only its parent, in some containers nobody, has not looked yet. */
    private static boolean gone(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }
}
