package dev.notification.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stream tickets: what a page puts into a URL in place of its token. The clock is the database's.
 *
 * <p>Every method takes many tickets and costs one SQL statement. Answers come in the order of the requests. All methods
 * block on the database and throw Spring's {@code DataAccessException} when it does not answer.
 */
public interface Tickets {

    /** Makes tickets good for a first use within this time, and from then on until they expire. */
    void issue(List<Ticket> tickets, Duration firstUse);

    /**
     * Uses tickets, and tells all stream nodes of those that were used before. Empty for one that cannot be used: unknown,
     * expired, or never used in time. A ticket that is given several times is used several times.
     */
    List<Optional<TicketUse>> redeem(List<TicketHash> tickets);

    /** How often each was used by now; 0 for one that is gone. */
    List<Long> uses(List<TicketHash> tickets);

    /** Forgets at most so many that nobody can use any more, and says how many they were. Harmless on several nodes at once. */
    int sweep(int limit);
}
