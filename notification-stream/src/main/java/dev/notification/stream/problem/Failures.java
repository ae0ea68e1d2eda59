package dev.notification.stream.problem;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/** Answers whatever failed, in a controller or in a filter, with a problem detail, and logs what the operator must know. */
@Component
@Order(-2)
class Failures implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private static final Duration WARNING_INTERVAL = Duration.ofSeconds(1);

    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARNING_INTERVAL.toNanos());

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (isOfTheConnection(failure)) return Mono.empty();
        if (exchange.getResponse().isCommitted()) {
            // passed on, it ends the connection, so that nobody takes what was sent for the whole; Netty logs the cause
            log.error("{} broke off", request(exchange));
            return Mono.error(LoggedFailure.of(failure));
        }
        Problem problem = ProblemTranslation.of(failure);
        logged(exchange, problem, failure);
        return ProblemResponse.write(exchange, problem).doOnError(unwritten -> {
            if (!isOfTheConnection(unwritten)) {
                log.error("{} could not be answered", request(exchange), LoggedFailure.of(unwritten));
            }
        });
    }

    /**
     * Whether the client is gone, or was answered by Netty because its body cannot be decoded; passed on, it would be a defect in the log.
     * Only what itself is a failure of a channel counts: behind others lies the connection to the database or to Kafka, and nothing
     * written here is a 200.
     */
    private static boolean isOfTheConnection(Throwable failure) {
        Throwable own = Exceptions.unwrap(failure);
        return own instanceof AbortedException
                || (own instanceof IOException && DisconnectedClientHelper.isClientDisconnectedException(own));
    }

    private void logged(ServerWebExchange exchange, Problem problem, Throwable failure) {
        switch (problem.type()) {
            case INTERNAL -> log.error("{} failed", request(exchange), LoggedFailure.of(failure));
            case UNAVAILABLE -> putOff(exchange, failure);
            default -> log.debug("{} was refused: {}", request(exchange), problem.type());
        }
    }

    /** The method and the pattern of the path: the path itself may name a recipient, or be anything that a client likes. */
    private static String request(ServerWebExchange exchange) {
        Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return exchange.getRequest().getMethod().name() + " " + (pattern == null ? "(not routed)" : pattern);
    }

    private void putOff(ServerWebExchange exchange, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (mayWarn()) {
            log.warn(
                    "{} had to be put off: {}",
                    request(exchange),
                    cause.getClass().getSimpleName());
        }
        log.debug("Put off because of", LoggedFailure.of(failure));
    }

    /** In an outage every request fails; a line per second says as much. */
    private boolean mayWarn() {
        long now = System.nanoTime();
        long last = lastWarning.get();
        return now - last >= WARNING_INTERVAL.toNanos() && lastWarning.compareAndSet(last, now);
    }
}
