package dev.notification.stream.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import reactor.core.publisher.Mono;

class VerifiedTokensTests {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicInteger verifications = new AtomicInteger();
    private final AtomicLong passed = new AtomicLong();

    /** Takes every token but "forged"; the recipient has the token's name. */
    private Mono<Authentication> verify(Authentication presented) {
        verifications.incrementAndGet();
        String token = ((BearerTokenAuthenticationToken) presented).getToken();
        if (token.equals("forged")) return Mono.error(new InvalidBearerTokenException("forged"));
        return Mono.just(new CallerAuthentication(new Caller(token, NOW.plusSeconds(10), null), List.of()));
    }

    private VerifiedTokens tokens(int size, Duration time, Instant now) {
        return new VerifiedTokens(
                this::verify, new TokenProperties(size, time), Clock.fixed(now, ZoneOffset.UTC), passed::get);
    }

    private static String recipient(VerifiedTokens tokens, String token) {
        Authentication authentication = tokens.authenticate(new BearerTokenAuthenticationToken(token))
                .blockOptional()
                .orElseThrow();
        return Caller.of(authentication).recipient();
    }

    @Test
    void verifiesATokenOnceAndKnowsWhoseItIs() {
        VerifiedTokens tokens = tokens(10, MINUTE, NOW);
        for (int i = 0; i < 3; i++) {
            assertThat(recipient(tokens, "alice")).isEqualTo("alice");
            assertThat(recipient(tokens, "bob")).isEqualTo("bob");
        }
        assertThat(verifications).hasValue(2);
    }

    @Test
    void neverKnowsOneThatWasRefused() {
        VerifiedTokens tokens = tokens(10, MINUTE, NOW);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> recipient(tokens, "forged")).isInstanceOf(InvalidBearerTokenException.class);
        }
        assertThat(verifications).hasValue(2);
    }

    @Test
    void verifiesAgainWhatIsExpiredByNow() {
        VerifiedTokens tokens = tokens(10, MINUTE, NOW.plusSeconds(10));
        recipient(tokens, "alice");
        recipient(tokens, "alice");
        assertThat(verifications).hasValue(2);
    }

    @Test
    void verifiesAgainAfterTheTimeHoweverOftenItWasUsed() {
        VerifiedTokens tokens = tokens(10, MINUTE, NOW);
        for (int i = 0; i <= 60; i += 20) {
            passed.set(Duration.ofSeconds(i).toNanos());
            recipient(tokens, "alice");
        }
        assertThat(verifications).hasValue(2);
    }

    @Test
    void verifiesEachTimeWithoutRoom() {
        VerifiedTokens tokens = tokens(0, MINUTE, NOW);
        recipient(tokens, "alice");
        recipient(tokens, "alice");
        assertThat(verifications).hasValue(2);
    }
}
