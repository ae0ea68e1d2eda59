package dev.notification.servers;

import org.jspecify.annotations.Nullable;

/** A server did not start, or not as it should. */
public final class ServerFailed extends RuntimeException {
    ServerFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
