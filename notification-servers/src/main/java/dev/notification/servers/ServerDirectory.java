package dev.notification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where one server keeps its data, locked against a second server; the lock goes with the process. */
final class ServerDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private ServerDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws DirectoryTaken when a living process has it */
    static ServerDirectory lock(Path directory) {
        try {
            Path path = Files.createDirectories(directory).toRealPath();
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) return new ServerDirectory(path, channel);
            channel.close();
            throw new DirectoryTaken(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Whether {@link #mark()} was called in this or an earlier life. */
    boolean marked() {
        return Files.exists(resolve("initialised"));
    }

    /** Says that the data is whole; what a crash leaves before that is thrown away. */
    void mark() {
        try {
            if (!marked()) Files.createFile(resolve("initialised"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes all but the lock. */
    void wipe() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> doomed = files.filter(file -> !file.equals(path) && !file.equals(resolve("lock")))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path file : doomed) Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
