package dev.notification.stream.security;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Puts the caller's token into a cookie, out of reach of scripts, and takes it out again. */
@RestController
@EnableConfigurationProperties(SessionProperties.class)
class SessionController {
    private final SessionProperties properties;
    private final Clock clock;

    SessionController(SessionProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    @PostMapping("/v1/session")
    ResponseEntity<Void> open(@AuthenticationPrincipal Caller caller, ServerHttpRequest request) {
        Duration left = Duration.between(clock.instant(), caller.expiresAt());
        return withCookie(token(request), left.isNegative() ? Duration.ZERO : left);
    }

    @DeleteMapping("/v1/session")
    ResponseEntity<Void> close() {
        return withCookie("", Duration.ZERO);
    }

    private ResponseEntity<Void> withCookie(String token, Duration maxAge) {
        ResponseCookie cookie = ResponseCookie.from(properties.cookieName(), token)
                .httpOnly(true)
                .secure(properties.secure())
                .sameSite("Strict")
                .path("/")
                .maxAge(maxAge)
                .build();
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .build();
    }

    private String token(ServerHttpRequest request) {
        return Credentials.token(request, properties.cookieName());
    }
}
