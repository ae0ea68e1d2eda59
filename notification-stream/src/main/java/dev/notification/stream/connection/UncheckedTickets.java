package dev.notification.stream.connection;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.security.TicketUncheckedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Answers streams whose ticket cannot be checked, because the store does not answer, as streams that the store does not open:
 * after an error an {@code EventSource} would give up for ever. Comes before the one that answers all failures.
 */
@Order(-3)
class UncheckedTickets implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(UncheckedTickets.class);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (!(failure instanceof TicketUncheckedException)
                || exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        if (StreamController.prefersStatus(exchange)) return Mono.error(Problem.unavailable(failure.getCause()));
        log.debug("A ticket could not be checked", failure.getCause());
        StreamController.head(exchange.getResponse());
        return StreamController.turnAway(exchange, CloseReason.UNAVAILABLE);
    }
}
