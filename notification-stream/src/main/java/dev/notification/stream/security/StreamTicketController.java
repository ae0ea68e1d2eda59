package dev.notification.stream.security;

import dev.notification.stream.ticket.StreamTickets;
import dev.notification.stream.ticket.TicketProperties;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Gives the caller a ticket for its stream: an {@code EventSource} can send nothing but a URL. */
@RestController
class StreamTicketController {
    private final StreamTickets tickets;
    private final Duration firstUse;
    private final Clock clock;

    StreamTicketController(StreamTickets tickets, TicketProperties properties, Clock clock) {
        this.tickets = tickets;
        this.firstUse = properties.firstUse();
        this.clock = clock;
    }

    /**
     * A ticket.
     *
     * @param expiresIn within how many seconds it must be used for the first time
     */
    record Sold(String ticket, long expiresIn) {}

    @PostMapping(path = "/v1/stream-tickets", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Sold> sell(@AuthenticationPrincipal Caller caller) {
        return tickets.sell(caller.recipient(), caller.issuedAt(), caller.expiresAt())
                .map(ticket -> new Sold(ticket, expiresIn(caller)));
    }

    /** A ticket is not good for longer than the credential that bought it. */
    private long expiresIn(Caller caller) {
        Duration left = Duration.between(clock.instant(), caller.expiresAt());
        return Math.max(0, (left.compareTo(firstUse) < 0 ? left : firstUse).toSeconds());
    }
}
