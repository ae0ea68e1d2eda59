package dev.notification.store;

/**
 * Hints that inboxes or credentials changed, to every stream node. They are sent after commit and may be lost, doubled or
 * reordered: the table is the truth, an arrival only saves the look at it.
 */
public interface Arrivals {

    /** Sends arrivals to all nodes. Never blocks for long and never fails: what cannot be sent is dropped and counted. */
    void announce(Iterable<Arrival> arrivals);

    /**
     * Calls the listener, on a thread of the implementation, for every arrival announced from now on for a recipient it
     * wants, and for every revocation, question and answer. Called once per node.
     */
    void listen(ArrivalListener listener);
}
