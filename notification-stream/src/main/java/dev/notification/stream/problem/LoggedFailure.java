package dev.notification.stream.problem;

/**
 * A failure as it may stand in the log: the same without what Reactor adds to it, which has the URL of the request, and so may
 * name a recipient or be a ticket.
 */
final class LoggedFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private LoggedFailure(Throwable failure) {
        super(failure.toString(), failure.getCause(), false, true);
        setStackTrace(failure.getStackTrace());
    }

    static LoggedFailure of(Throwable failure) {
        return new LoggedFailure(failure);
    }
}
