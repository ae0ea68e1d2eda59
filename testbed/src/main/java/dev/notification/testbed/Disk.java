package dev.notification.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory that can be full. Only root can have one. */
public final class Disk implements AutoCloseable {
    private final Path directory;
    private final Path ballast;

    private Disk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** Mounts one on the directory. */
    public static Disk mount(Path directory, int mebibytes, Guard guard) {
        try {
            Files.createDirectories(directory);
            Command.run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString());
        } catch (IOException e) {
            throw new ProcessFailed("No file system on " + directory + " (only root may mount one)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessFailed("Interrupted", e);
        }
        guard.unmount(directory.toAbsolutePath());
        return new Disk(directory);
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** Writes until nothing more fits; returns how many bytes that were. */
    public long fill() {
        byte[] block = new byte[64 * 1024];
        try (OutputStream output = Files.newOutputStream(ballast)) {
            while (true) output.write(block);
        } catch (IOException full) {
            return ballast.toFile().length();
        }
    }

    /** Takes back what {@link #fill()} wrote. */
    public void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Command.run("umount", "-l", directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
