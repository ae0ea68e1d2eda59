package dev.notification.stream.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import reactor.core.publisher.Mono;

/** Reduces a verified token to its caller and those of its scopes that mean something here. */
final class CallerConverter implements Converter<Jwt, Mono<AbstractAuthenticationToken>> {
    private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();

    @Override
    public Mono<AbstractAuthenticationToken> convert(Jwt jwt) {
        if (jwt.getExpiresAt() == null) {
            return Mono.error(new InvalidBearerTokenException("The token has no exp"));
        }
        String subject = jwt.getSubject() == null ? "" : jwt.getSubject();
        Caller caller = new Caller(subject, jwt.getExpiresAt(), jwt.getIssuedAt());
        return Mono.just(new CallerAuthentication(caller, authorities(jwt)));
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
