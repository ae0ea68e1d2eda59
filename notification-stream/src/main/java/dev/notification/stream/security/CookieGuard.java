package dev.notification.stream.security;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses requests that a foreign site could have made a browser send with its cookie: an {@code Origin} must be an allowed
 * one, and whatever changes something must have it, and a header that no form can set.
 */
final class CookieGuard implements WebFilter {
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private final Set<String> allowedOrigins;

    CookieGuard(Set<String> allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Credentials.cameFromCookie(exchange) && !mayBeOurs(exchange.getRequest())
                ? Mono.error(Problem.of(
                        ProblemType.CROSS_SITE,
                        "With a cookie the Origin must be an allowed one, and changes need X-Requested-With too"))
                : chain.filter(exchange);
    }

    private boolean mayBeOurs(ServerHttpRequest request) {
        String origin = request.getHeaders().getOrigin();
        if (origin != null && !allowedOrigins.contains(origin)) return false;
        return SAFE.contains(request.getMethod())
                || (origin != null && request.getHeaders().containsHeader("X-Requested-With"));
    }
}
