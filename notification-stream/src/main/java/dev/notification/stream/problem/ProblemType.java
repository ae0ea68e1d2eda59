package dev.notification.stream.problem;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The kinds of failure a client can meet. Their URIs are part of the API and never change. */
public enum ProblemType {
    /** A parameter, header or body that breaks its rule; {@code detail} says which. */
    MALFORMED(HttpStatus.BAD_REQUEST, "The request is malformed"),
    /** One CloudEvent of the request is refused; {@code index}, {@code attribute} and {@code code} say which and why. */
    REJECTED_NOTIFICATION(HttpStatus.BAD_REQUEST, "A notification is refused"),
    /** A token stands in the URL, where it would be logged. */
    TOKEN_IN_URL(HttpStatus.BAD_REQUEST, "Tokens do not belong into a URL"),
    /** No credential, or one that is not valid (any more). */
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "A valid credential is needed"),
    /** The token lacks the scope that the path needs. */
    MISSING_SCOPE(HttpStatus.FORBIDDEN, "The token lacks a scope"),
    /** The token's {@code sub} cannot own an inbox. */
    NOT_A_RECIPIENT(HttpStatus.FORBIDDEN, "The token names no recipient"),
    /** A request with cookie credentials that a foreign site could have made. */
    CROSS_SITE(HttpStatus.FORBIDDEN, "The request may come from a foreign site"),
    /** Anything else that is not allowed. */
    FORBIDDEN(HttpStatus.FORBIDDEN, "This is not allowed"),
    /** Nothing is at this path, or not in the caller's inbox. */
    NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
    /** The path has other methods; {@code Allow} lists them. */
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The path has no such method"),
    /** {@code Accept} excludes what the path answers with. */
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No acceptable media type"),
    /** The epoch of a cursor is not the inbox's: the store was set back since. */
    UNKNOWN_EPOCH(HttpStatus.CONFLICT, "The cursor belongs to another epoch"),
    /** The notification may not be sent again: its expiry time has passed. */
    NOTIFICATION_EXPIRED(HttpStatus.CONFLICT, "The notification has expired"),
    /** The record of a rejection is not there to be replayed, or not whole; {@code detail} says what to do instead. */
    NOT_REPLAYABLE(HttpStatus.CONFLICT, "The rejection cannot be replayed"),
    /** The body, or the data of a notification, is larger than allowed. */
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "Too large"),
    /** The content type, or any content encoding, of the body. */
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of an unsupported kind"),
    /** More requests than a recipient may make; {@code Retry-After} says when to come back. */
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    /** The request did not arrive in time, or its connection failed meanwhile. */
    REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The request did not arrive in time"),
    /** A defect of the service. */
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed"),
    /** The database or Kafka does not answer; {@code Retry-After} says when to come back. */
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service cannot answer now"),
    /** The service has more to do than it can; {@code Retry-After} says when to come back. */
    OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "The service is overloaded");

    private final HttpStatus status;
    private final String title;
    private final URI uri = URI.create(
            "urn:notification:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The {@code type} member, such as {@code urn:notification:problem:unknown-epoch}. */
    public URI uri() {
        return uri;
    }

    /** The {@code status} member and the status of the answer. */
    public HttpStatus status() {
        return status;
    }

    /** The {@code title} member. */
    public String title() {
        return title;
    }
}
