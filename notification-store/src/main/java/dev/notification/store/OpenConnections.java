package dev.notification.store;

import java.util.List;

/**
 * A recipient's open streams on one node.
 *
 * @param count how many there are
 * @param oldest the first {@value #MOST} of them
 */
public record OpenConnections(int count, List<OpenConnection> oldest) {
    /** With every filter at its limit so many still fit into one message of Kafka, which may have 1 MiB. */
    public static final int MOST = 20;

    public OpenConnections {
        oldest = List.copyOf(oldest);
    }
}
