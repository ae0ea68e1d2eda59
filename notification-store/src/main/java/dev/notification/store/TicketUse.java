package dev.notification.store;

/**
 * That a ticket opened a stream.
 *
 * @param number 1 for the first time; of all streams of a ticket only the one with the highest number may be open
 */
public record TicketUse(Ticket ticket, long number) {

    /** Whether the same ticket was used again after this, as this many uses say. */
    public boolean isOvertakenBy(TicketHash hash, long uses) {
        return number < uses && ticket.hash().equals(hash);
    }
}
