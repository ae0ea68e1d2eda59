package dev.notification.stream.security;

/** A stream's ticket could not be looked at: nobody knows whether it is good, so the client must come again. */
public final class TicketUncheckedException extends RuntimeException {

    TicketUncheckedException(Throwable cause) {
        super("A ticket cannot be checked now", cause, false, false);
    }
}
