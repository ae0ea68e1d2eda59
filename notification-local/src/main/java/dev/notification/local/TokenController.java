package dev.notification.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/** {@code POST /local/tokens}: the login of local mode, without a password. */
@RestController
class TokenController {
    /** A page of another name that resolves to this machine must not get a token. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    @PostMapping("/local/tokens")
    ResponseEntity<Issued> issue(
            @RequestParam String sub,
            @RequestParam(required = false) @Nullable String scope,
            ServerWebExchange exchange) {
        @Nullable String host = exchange.getRequest().getURI().getHost();
        if (host == null || !LOOPBACK.contains(host)) throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        if (sub.isBlank()) throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "sub is empty");
        Issued issued = new Issued(
                tokens.issue(sub, scope == null ? Tokens.READ_AND_PUBLISH : scope),
                tokens.lifetime().toSeconds());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(issued);
    }

    /** The answer, with the member names of RFC 6749. */
    record Issued(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("expires_in") long expiresIn) {}
}
