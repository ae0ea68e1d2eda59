package dev.notification.stream.security;

import dev.notification.api.Audience;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Who makes a request: all that is kept of a token. Controllers get it with {@code @AuthenticationPrincipal}.
 *
 * @param recipient the token's {@code sub}; on the paths of recipients it is a valid recipient name, elsewhere anything
 * @param expiresAt when the token expires
 * @param issuedAt when it was issued, null when it does not say
 */
public record Caller(
        String recipient, Instant expiresAt, @Nullable Instant issuedAt) {

    /** The caller of an authenticated request of this service. */
    public static Caller of(Authentication authentication) {
        if (authentication.getPrincipal() instanceof Caller caller) return caller;
        throw new IllegalArgumentException("Not authenticated by a token");
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
