package dev.notification.stream.problem;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/** Answers whatever failed, in a controller or in a filter, with a problem detail, and logs what the operator must know. */
@Component
@Order(-2)
class Failures implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private static final Duration WARNING_INTERVAL = Duration.ofSeconds(1);

    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARNING_INTERVAL.toNanos());

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return Mono.error(failure);
        }
        Problem problem = ProblemTranslation.of(failure);
        logged(exchange, problem, failure);
        return ProblemResponse.write(exchange, problem);
    }

    private void logged(ServerWebExchange exchange, Problem problem, Throwable failure) {
        String method = exchange.getRequest().getMethod().name();
        // the raw path is ASCII without blanks, whatever the client sent
        String path = exchange.getRequest().getURI().getRawPath();
        switch (problem.type()) {
            case INTERNAL -> log.error("{} {} failed", method, path, failure);
            case UNAVAILABLE -> putOff(method, path, failure);
            default -> log.debug("{} {} was refused: {}", method, path, problem.type());
        }
    }

    private void putOff(String method, String path, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (mayWarn()) {
            log.warn(
                    "{} {} had to be put off: {}",
                    method,
                    path,
                    cause.getClass().getSimpleName());
        }
        log.debug("Put off because of", failure);
    }

    /** In an outage every request fails; a line per second says as much. */
    private boolean mayWarn() {
        long now = System.nanoTime();
        long last = lastWarning.get();
        return now - last >= WARNING_INTERVAL.toNanos() && lastWarning.compareAndSet(last, now);
    }
}
