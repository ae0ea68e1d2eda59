package dev.notification.stream.security;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import reactor.core.publisher.Mono;

/** The table of scopes: which paths each opens. A path that is not here needs a valid token, and is 404 then. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the array, and an authority is a name
enum Access implements ReactiveAuthorizationManager<AuthorizationContext> {
    /** Reading and acking the caller's own inbox. */
    READ(
            "notifications.read",
            "/v1/stream/**",
            "/v1/stream-tickets/**",
            "/v1/acks/**",
            "/v1/inbox/**",
            "/v1/subscriptions/**",
            "/v1/session/**"),
    /** Handing in notifications. */
    PUBLISH("notifications.publish", "/v1/notifications/**"),
    /** Everything of everybody. */
    ADMIN("notifications.admin", "/v1/admin/**");

    private final String scope;
    private final String[] patterns;
    private final GrantedAuthority authority;

    Access(String scope, String... patterns) {
        this.scope = scope;
        this.patterns = patterns;
        this.authority = new SimpleGrantedAuthority("SCOPE_" + scope);
    }

    String[] patterns() {
        return patterns.clone();
    }

    String scope() {
        return scope;
    }

    GrantedAuthority authority() {
        return authority;
    }

    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
        return authentication.map(this::decide).defaultIfEmpty(new AuthorizationDecision(false));
    }

    /** To paths that are not here. */
    static Mono<AuthorizationResult> elsewhere(Mono<Authentication> authentication, AuthorizationContext context) {
        return authentication.map(Access::requireRecipient).defaultIfEmpty(new AuthorizationDecision(false));
    }

    private AuthorizationResult decide(Authentication authentication) {
        if (!authentication.getAuthorities().contains(authority)) {
            throw Problem.of(ProblemType.MISSING_SCOPE, "The token needs the scope " + scope)
                    .with("scope", scope)
                    .header(
                            HttpHeaders.WWW_AUTHENTICATE,
                            "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
        }
        return requireRecipient(authentication);
    }

    private static AuthorizationResult requireRecipient(Authentication authentication) {
        if (!Caller.of(authentication).isRecipient()) {
            throw Problem.of(
                    ProblemType.NOT_A_RECIPIENT,
                    "The token's sub must have 1 to 128 characters, no comma, no control characters and no blanks"
                            + " around it");
        }
        return new AuthorizationDecision(true);
    }
}
