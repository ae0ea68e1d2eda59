package dev.notification.api;

/** A notification was not published, or nobody knows whether it was; publishing it again with the same id is safe. */
public final class PublishFailedException extends RuntimeException {

    PublishFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
