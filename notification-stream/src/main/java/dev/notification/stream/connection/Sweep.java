package dev.notification.stream.connection;

import dev.notification.store.Heads;
import dev.notification.store.Inbox;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the heads of all connected recipients with what their streams know: the last arrival of an inbox, when lost, is
 * missed by nobody else. Sees a new epoch too.
 */
final class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final int MAX_BATCH = 5_000;

    private final Inbox inbox;
    private final Connections connections;

    Sweep(Inbox inbox, Connections connections) {
        this.inbox = inbox;
        this.connections = connections;
    }

    /** One round; blocks on the store. What fails is made up for by the next one. */
    void run() {
        try {
            List<Connection[]> groups = connections.groups();
            for (int from = 0; from < groups.size(); from += MAX_BATCH) {
                compare(groups.subList(from, Math.min(groups.size(), from + MAX_BATCH)));
            }
        } catch (RuntimeException e) {
            log.warn("Cannot compare heads, trying again: {}", e.getMessage());
        }
    }

    private void compare(List<Connection[]> groups) {
        Heads heads =
                inbox.heads(groups.stream().map(open -> open[0].recipient()).toList());
        connections.learn(heads.epoch());
        for (int i = 0; i < groups.size(); i++) {
            long head = heads.heads().get(i);
            Arrays.stream(groups.get(i)).forEach(connection -> connection.swept(head));
        }
    }
}
