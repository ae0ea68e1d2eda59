package dev.notification.stream.security;

import dev.notification.stream.revocation.RevokedCredentials;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;

/**
 * Recipients whose bearer token was verified a while ago. Only a way to know them again: whoever is not among them, for whatever
 * reason, is authenticated, refused or told why by the filters. Safe for all threads.
 */
public final class KnownCallers {
    private static final String SCHEME = "Bearer ";

    private final VerifiedTokens tokens;
    private final RevokedCredentials revoked;

    KnownCallers(VerifiedTokens tokens, RevokedCredentials revoked) {
        this.tokens = tokens;
        this.revoked = revoked;
    }

    /** Who makes this request, if it is known and has the scope {@code notifications.read}; else null. */
    public @Nullable Caller reader(ServerHttpRequest request) {
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.startsWith(SCHEME)) return null;
        Authentication known = tokens.known(authorization.substring(SCHEME.length()));
        if (known == null || !known.getAuthorities().contains(Access.READ.authority())) return null;
        Caller caller = Caller.of(known);
        return caller.isRecipient() && !revoked.cover(caller.recipient(), caller.issuedAt()) ? caller : null;
    }
}
