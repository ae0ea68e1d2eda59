package dev.notification.servers;

import java.nio.file.Path;

/** A living process, this one or another, runs a server on the directory already. */
public final class DirectoryTaken extends RuntimeException {
    private final Path directory;

    DirectoryTaken(Path directory) {
        super("The directory " + directory + " is in use by another running instance");
        this.directory = directory;
    }

    /** The directory that is in use. */
    public Path directory() {
        return directory;
    }
}
