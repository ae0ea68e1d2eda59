package dev.notification.stream.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import reactor.core.publisher.Mono;

/**
 * Verifies a token once and knows it again for a while: a client shows the same one with each ack, and its signature was a
 * quarter of what an ack cost. Only the SHA-256 of a token is kept, and only of tokens that were verified. One that is
 * expired by now is verified again.
 */
final class VerifiedTokens implements ReactiveAuthenticationManager {
    private final ReactiveAuthenticationManager verifier;
    private final Cache<ByteBuffer, Authentication> verified;
    private final Clock clock;

    VerifiedTokens(ReactiveAuthenticationManager verifier, TokenProperties properties, Clock clock, Ticker ticker) {
        this.verifier = verifier;
        this.clock = clock;
        // after writing, not after reading: a key that the issuer withdrew must not live on by being used
        this.verified = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .maximumSize(properties.cacheSize())
                .expireAfterWrite(properties.cacheTime())
                .build();
    }

    @Override
    public Mono<Authentication> authenticate(Authentication presented) {
        if (!(presented instanceof BearerTokenAuthenticationToken bearer)) return verifier.authenticate(presented);
        ByteBuffer digest = digest(bearer.getToken());
        Authentication known = known(digest);
        if (known != null) return Mono.just(known);
        return verifier.authenticate(presented).doOnNext(authentication -> verified.put(digest, authentication));
    }

    /** Whose token this is, null when it was not verified a while ago or is expired by now. */
    @Nullable
    Authentication known(String token) {
        return known(digest(token));
    }

    private @Nullable Authentication known(ByteBuffer digest) {
        Authentication known = verified.getIfPresent(digest);
        return known != null && clock.instant().isBefore(Caller.of(known).expiresAt()) ? known : null;
    }

    private static ByteBuffer digest(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
