package dev.notification.stream.security;

import dev.notification.api.Audience;
import dev.notification.store.TicketHash;
import dev.notification.store.TicketUse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Who makes a request: all that is kept of a credential. Controllers get it with {@code @AuthenticationPrincipal}.
 *
 * @param recipient the credential's {@code sub}; on the paths of recipients it is a valid recipient name, elsewhere anything
 * @param expiresAt when the credential expires
 * @param issuedAt when it was issued, null when it does not say
 * @param ticket with which use of a ticket it came, null when it came with a token
 */
public record Caller(
        String recipient,
        Instant expiresAt,
        @Nullable Instant issuedAt,
        @Nullable TicketUse ticket) {

    /** The caller that a token names. */
    Caller(String recipient, Instant expiresAt, @Nullable Instant issuedAt) {
        this(recipient, expiresAt, issuedAt, null);
    }

    /** The caller of an authenticated request of this service. */
    public static Caller of(Authentication authentication) {
        if (authentication.getPrincipal() instanceof Caller caller) return caller;
        throw new IllegalArgumentException("Not authenticated by a token");
    }

    /** Whether it came with this ticket, which was used again since, as this many uses say. */
    public boolean isOvertakenBy(TicketHash used, long uses) {
        return ticket != null && ticket.isOvertakenBy(used, uses);
    }

    /** Whether an inbox can have this name. */
    boolean isRecipient() {
        try {
            return new Audience.Recipient(recipient).name().equals(recipient);
        } catch (IllegalArgumentException noRecipient) {
            return false;
        }
    }
}
