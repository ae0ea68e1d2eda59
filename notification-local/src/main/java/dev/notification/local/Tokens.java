package dev.notification.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Issues tokens for anybody who asks: local mode only. */
final class Tokens {
    static final String ISSUER = "notification-local";
    static final String AUDIENCE = "notification";
    static final String READ_AND_PUBLISH = "notifications.read notifications.publish";

    private final JwtEncoder encoder;
    private final Duration lifetime;
    private final Clock clock;

    Tokens(TokenKey key, Duration lifetime, Clock clock) {
        this.encoder =
                NimbusJwtEncoder.withKeyPair(key.publicKey(), key.privateKey()).build();
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** A signed token, good from now on for the lifetime. */
    String issue(String subject, String scope) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(ISSUER)
                .audience(List.of(AUDIENCE))
                .subject(subject)
                .claim("scope", scope)
                .issuedAt(now)
                .expiresAt(now.plus(lifetime))
                .build();
        return encoder.encode(JwtEncoderParameters.from(claims)).getTokenValue();
    }

    Duration lifetime() {
        return lifetime;
    }
}
