package dev.notification.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

class TokensTests {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void signsWhoForWhomWhatAndHowLong() {
        TokenKey key = TokenKey.keptIn(directory);
        Tokens tokens = new Tokens(key, Duration.ofHours(1), Clock.fixed(NOW, ZoneOffset.UTC));
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withPublicKey(key.publicKey()).build();
        decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        Jwt token = decoder.decode(tokens.issue("alice", "notifications.read notifications.admin"));
        assertThat(token.getSubject()).isEqualTo("alice");
        assertThat(token.getAudience()).containsExactly("notification");
        assertThat(token.getClaimAsString("iss")).isEqualTo("notification-local");
        assertThat(token.getClaimAsString("scope")).isEqualTo("notifications.read notifications.admin");
        assertThat(token.getExpiresAt()).isEqualTo(NOW.plusSeconds(3600));
        assertThat(token.getHeaders()).containsEntry("alg", "RS256");
    }
}
