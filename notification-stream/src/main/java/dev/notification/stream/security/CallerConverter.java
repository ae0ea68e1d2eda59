package dev.notification.stream.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Reduces a verified token to its caller and those of its scopes that mean something here. */
final class CallerConverter implements Converter<Jwt, Mono<AbstractAuthenticationToken>> {
    private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();

    @Override
    public Mono<AbstractAuthenticationToken> convert(Jwt jwt) {
        Instant expiresAt = jwt.getExpiresAt();
        if (expiresAt == null) {
            return Mono.error(new InvalidBearerTokenException("The token has no exp"));
        }
        String subject = jwt.getSubject() == null ? "" : jwt.getSubject();
        Caller caller = new Caller(subject, expiresAt, issuedAt(jwt, expiresAt));
        return Mono.just(new CallerAuthentication(caller, authorities(jwt)));
    }

    /** Null when the token does not say: then Spring makes up a time, one second before its end, that no revocation covers. */
    private static @Nullable Instant issuedAt(Jwt jwt, Instant expiresAt) {
        Instant issuedAt = jwt.getIssuedAt();
        boolean mayBeMadeUp = expiresAt.minusSeconds(1).equals(issuedAt);
        return mayBeMadeUp && !says(jwt, JwtClaimNames.IAT) ? null : issuedAt;
    }

    /** Whether the claim stands in the token itself, whose signature was verified. */
    private static boolean says(Jwt jwt, String claim) {
        String payload = jwt.getTokenValue().split("\\.", -1)[1];
        return JsonMapper.shared()
                .readTree(Base64.getUrlDecoder().decode(payload))
                .hasNonNull(claim);
    }

    private List<GrantedAuthority> authorities(Jwt jwt) {
        Collection<GrantedAuthority> granted = scopes.convert(jwt);
        Set<GrantedAuthority> all = granted == null ? Set.of() : Set.copyOf(granted);
        List<GrantedAuthority> known = new ArrayList<>(1);
        for (Access access : Access.values()) {
            if (all.contains(access.authority())) known.add(access.authority());
        }
        return known;
    }
}
