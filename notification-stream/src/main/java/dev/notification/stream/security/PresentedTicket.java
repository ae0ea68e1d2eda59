package dev.notification.stream.security;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A ticket of a request that nobody has looked at yet. */
final class PresentedTicket extends AbstractAuthenticationToken {
    private final transient String ticket;

    PresentedTicket(String ticket) {
        super(List.of());
        this.ticket = ticket;
    }

    @Override
    public String getCredentials() {
        return ticket;
    }

    @Override
    public String getPrincipal() {
        return "";
    }
}
