package dev.notification.testbed;

import org.jspecify.annotations.Nullable;

/** A process did not become what it should; the message ends with the last lines of its log. */
public final class ProcessFailed extends RuntimeException {
    ProcessFailed(String message) {
        this(message, null);
    }

    ProcessFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
