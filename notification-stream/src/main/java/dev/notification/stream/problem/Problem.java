package dev.notification.stream.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A request's failure, on its way to become a problem detail. It is thrown once for one request, costs no stack trace, and
 * its detail goes to the client: it names what to change, never a class, a statement or a host.
 */
public final class Problem extends RuntimeException {
    private final ProblemType type;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Problem(ProblemType type, String detail, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.type = type;
        // spread, so that those who were turned away together do not come back together
        if (type.status().value() == 503)
            retryAfter(Duration.ofSeconds(ThreadLocalRandom.current().nextInt(1, 11)));
    }

    /** A problem of this type. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, null);
    }

    /** A {@link ProblemType#MALFORMED} request. */
    public static Problem malformed(String detail) {
        return of(ProblemType.MALFORMED, detail);
    }

    /** {@link ProblemType#NOT_FOUND}. */
    public static Problem notFound() {
        return of(ProblemType.NOT_FOUND, "Nothing is here for this caller.");
    }

    /** {@link ProblemType#UNAVAILABLE}, with the failure behind it for the log. */
    public static Problem unavailable(@Nullable Throwable cause) {
        return new Problem(ProblemType.UNAVAILABLE, "Try again after the time in Retry-After.", cause);
    }

    /** {@link ProblemType#OVERLOADED}. */
    public static Problem overloaded() {
        return of(ProblemType.OVERLOADED, "Too much is waiting already; try again after the time in Retry-After.");
    }

    /** Adds a member to the problem detail. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** Adds a header to the answer. */
    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sets {@code Retry-After}, rounded up to whole seconds, at least one. */
    public Problem retryAfter(Duration wait) {
        return header(
                HttpHeaders.RETRY_AFTER,
                Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds())));
    }

    /** What kind of failure. */
    public ProblemType type() {
        return type;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type.uri().toString());
        json.put("title", type.title());
        json.put("status", type.status().value());
        json.put("detail", String.valueOf(getMessage()));
        json.putAll(members);
        return json;
    }
}
