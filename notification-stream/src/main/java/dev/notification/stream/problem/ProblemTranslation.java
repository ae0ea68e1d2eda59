package dev.notification.stream.problem;

import io.netty.channel.ChannelException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/** Which problem a failure is for the client. Pure. */
final class ProblemTranslation {

    private ProblemTranslation() {}

    static Problem of(Throwable failure) {
        if (failure instanceof Problem problem) return problem;
        if (failure instanceof MethodNotAllowedException e) return methodNotAllowed(e);
        if (failure instanceof NotAcceptableStatusException e) {
            return Problem.of(ProblemType.NOT_ACCEPTABLE, "Accept must allow one of: " + e.getSupportedMediaTypes());
        }
        if (failure instanceof UnsupportedMediaTypeStatusException e) {
            return Problem.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be one of: " + e.getSupportedMediaTypes());
        }
        if (failure instanceof DataBufferLimitException) {
            return Problem.of(ProblemType.TOO_LARGE, "Send a smaller body.");
        }
        if (failure instanceof ChannelException) {
            return Problem.of(ProblemType.REQUEST_TIMEOUT, "Send the whole request within the time for one.");
        }
        if (failure instanceof ErrorResponse e) return ofStatus(e.getStatusCode());
        if (waitsForOthers(failure)) return Problem.unavailable(failure);
        return Problem.of(ProblemType.INTERNAL, "The request may be repeated; the operator's log has the cause.");
    }

    /** Whether it is the fault of something this service depends on, and may be gone in a while. */
    private static boolean waitsForOthers(Throwable failure) {
        return failure instanceof DataAccessException
                || failure instanceof TransactionException
                || failure instanceof TimeoutException
                || failure instanceof AuthenticationServiceException
                || failure instanceof JwtDecoderInitializationException;
    }

    private static Problem methodNotAllowed(MethodNotAllowedException e) {
        String allowed =
                e.getSupportedMethods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        return Problem.of(ProblemType.METHOD_NOT_ALLOWED, "Use one of: " + allowed)
                .header(HttpHeaders.ALLOW, allowed);
    }

    private static Problem ofStatus(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> Problem.of(ProblemType.UNAUTHENTICATED, "Send a valid bearer token.");
            case 403 -> Problem.of(ProblemType.FORBIDDEN, "The caller may not do this.");
            case 404 -> Problem.notFound();
            case 413 -> Problem.of(ProblemType.TOO_LARGE, "Send a smaller body.");
            case 503 -> Problem.unavailable(null);
            default ->
                status.is4xxClientError()
                        ? Problem.malformed("A parameter, a header or the body breaks its rule.")
                        : Problem.of(ProblemType.INTERNAL, "The operator's log has the cause.");
        };
    }
}
