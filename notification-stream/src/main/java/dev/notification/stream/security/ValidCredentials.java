package dev.notification.stream.security;

import dev.notification.store.Ticket;
import dev.notification.store.TicketUse;
import dev.notification.stream.revocation.RevokedCredentials;
import dev.notification.stream.ticket.StreamTickets;
import java.time.Duration;
import java.util.List;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import reactor.core.publisher.Mono;

/**
 * Tokens and stream tickets that are good and not revoked. What is revoked is looked up for every request: a token may be
 * known from before. A ticket that cannot be looked at is a {@link TicketUncheckedException}.
 */
final class ValidCredentials implements ReactiveAuthenticationManager {
    /** As long as a stream waits for the store to open. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReactiveAuthenticationManager tokens;
    private final StreamTickets tickets;
    private final RevokedCredentials revoked;

    ValidCredentials(ReactiveAuthenticationManager tokens, StreamTickets tickets, RevokedCredentials revoked) {
        this.tokens = tokens;
        this.tickets = tickets;
        this.revoked = revoked;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication presented) {
        Mono<Authentication> known = presented instanceof PresentedTicket ticket
                ? redeem(ticket.getCredentials())
                : tokens.authenticate(presented);
        return known.map(this::unlessRevoked);
    }

    private Mono<Authentication> redeem(String ticket) {
        return tickets.redeem(ticket)
                .timeout(PATIENCE)
                .onErrorMap(TicketUncheckedException::new)
                .map(ValidCredentials::caller)
                .switchIfEmpty(Mono.error(() -> new InvalidBearerTokenException("The ticket cannot be used")));
    }

    private static Authentication caller(TicketUse use) {
        Ticket ticket = use.ticket();
        Caller caller = new Caller(ticket.recipient(), ticket.expiresAt(), ticket.credentialIssuedAt(), use);
        return new CallerAuthentication(caller, List.of(Access.READ.authority()));
    }

    private Authentication unlessRevoked(Authentication authentication) {
        Caller caller = Caller.of(authentication);
        if (revoked.cover(caller.recipient(), caller.issuedAt())) {
            throw new InvalidBearerTokenException("The credential is revoked");
        }
        return authentication;
    }
}
