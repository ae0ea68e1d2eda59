package dev.notification.store;

/** A process must not start as it is; the message says why, and what to change. It is shown instead of a stack trace. */
public final class StartRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** A whole sentence, for the operator. */
    public StartRefusedException(String message) {
        super(message);
    }
}
