package dev.notification.store;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A process as its last heartbeat shows it. All times are the database's.
 *
 * @param roles {@code ingest}, {@code stream}
 * @param startedAt its first heartbeat
 * @param seenAt its last one
 * @param alive whether that is recent enough
 * @param figures what it counted by then; what it does not know is not there
 */
public record NodeStatus(
        Node node, Set<String> roles, Instant startedAt, Instant seenAt, boolean alive, Map<Figure, Long> figures) {
    /** The role of a process that has streams. */
    public static final String STREAM = "stream";

    /** The role of a process that ingests. */
    public static final String INGEST = "ingest";

    public NodeStatus {
        roles = Set.copyOf(roles);
        figures = Map.copyOf(figures);
    }

    /** Whether it has streams. */
    public boolean streams() {
        return roles.contains(STREAM);
    }
}
