package dev.notification.store;

import java.util.List;

/**
 * All processes of this installation, of either role, and how large the store is. Each writes a heartbeat about once a second
 * while it runs and takes it away when it stops. Both methods block on the database and throw Spring's
 * {@code DataAccessException} when it does not answer.
 */
public interface Nodes {

    /**
     * Every process seen in the last minute, by name. One that is not alive was killed, hangs, or cannot reach the database;
     * nobody here knows which.
     */
    List<NodeStatus> list();

    /** How many rows the database believes to have; costs no look at them. */
    Estimates estimates();
}
