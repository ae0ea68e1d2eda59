package dev.notification.stream.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.notification.store.StartRefusedException;
import java.lang.management.ManagementFactory;

/** Every stream is a descriptor, and a process that runs out of them cannot even reach its database. */
final class DescriptorLimit {
    /** For the database, Kafka, files, and requests that are no streams. */
    private static final long KEPT_FREE = 1_000;

    private DescriptorLimit() {}

    /** Refuses to start with more streams than this process has descriptors for, where the system tells. */
    static void check(int maxStreams) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            check(maxStreams, system.getMaxFileDescriptorCount());
        }
    }

    static void check(int maxStreams, long descriptors) {
        if (maxStreams > descriptors - KEPT_FREE) {
            throw new StartRefusedException(
                    "notification.stream.max-streams is " + maxStreams + ", but this process may open "
                            + descriptors + " descriptors and keeps " + KEPT_FREE
                            + " of them free: raise the limit (ulimit -n) or set"
                            + " notification.stream.max-streams to at most " + Math.max(0, descriptors - KEPT_FREE));
        }
    }
}
