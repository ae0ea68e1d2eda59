package dev.notification.reliability.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes observations to a file, one line each, from any thread. One thread writes; whoever adds while it is far behind
 * waits, so a slow disk slows the experiment down and never fills the heap. A failure to write fails the next caller.
 */
public final class OperationsLog implements AutoCloseable {
    private static final int BEHIND = 65_536;

    private final BlockingQueue<Optional<Observation>> queue = new ArrayBlockingQueue<>(BEHIND);
    private final JsonMapper json = JsonMapper.shared();
    private final long start = System.nanoTime();
    private final Thread writer;
    private volatile @Nullable Throwable failure;

    public OperationsLog(Path file) throws IOException {
        BufferedWriter out = Files.newBufferedWriter(file);
        writer = new Thread(() -> write(out), "operations-log");
        writer.start();
    }

    /** Nanoseconds since the log was begun. */
    public long now() {
        return System.nanoTime() - start;
    }

    public void add(Observation observation) {
        put(Optional.of(observation));
    }

    /** Returns when everything added before is in the file. */
    @Override
    public void close() {
        put(Optional.empty());
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the log was written", e);
        }
        failIfBroken();
    }

    private void put(Optional<Observation> entry) {
        try {
            do failIfBroken();
            while (!queue.offer(entry, 100, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the log was behind", e);
        }
    }

    private void failIfBroken() {
        Throwable cause = failure;
        if (cause != null) throw new IllegalStateException("the operations log is incomplete", cause);
    }

    private void write(BufferedWriter out) {
        try (out) {
            for (var entry = queue.take(); entry.isPresent(); entry = queue.take()) {
                out.write(json.writerFor(Observation.class).writeValueAsString(entry.get()));
                out.write('\n');
            }
        } catch (IOException | JacksonException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = e;
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a log from its beginning, as often as it is iterated. */
    public static History read(Path file) {
        var reader = JsonMapper.shared().readerFor(Observation.class);
        return each -> {
            try (var lines = Files.lines(file)) {
                lines.forEach(line -> each.accept(reader.readValue(line)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
