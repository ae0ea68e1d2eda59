package dev.notification.stream.security;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.util.List;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Where the token of a request is: in the {@code Authorization} header or, without one, in the cookie; never in the URL. */
final class Credentials implements ServerAuthenticationConverter {
    private static final String FROM_COOKIE = Credentials.class.getName() + ".fromCookie";
    private static final String SCHEME = "Bearer ";
    private static final List<String> TOKEN_PARAMETERS =
            List.of("access_token", "token", "id_token", "authorization", "jwt");

    private final ServerBearerTokenAuthenticationConverter header = new ServerBearerTokenAuthenticationConverter();
    private final String cookieName;
    private final ServerWebExchangeMatcher openPaths;

    /** @param openPaths on which credentials are not even looked at, so that a stale cookie does not close the page */
    Credentials(String cookieName, ServerWebExchangeMatcher openPaths) {
        this.cookieName = cookieName;
        this.openPaths = openPaths;
    }

    /** Whether the cookie authenticates this request: then a browser may have sent it for a foreign site. */
    static boolean cameFromCookie(ServerWebExchange exchange) {
        return exchange.getAttribute(FROM_COOKIE) != null;
    }

    /** The token of an authenticated request. */
    static String token(ServerHttpRequest request, String cookieName) {
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return authorization.substring(SCHEME.length());
        }
        HttpCookie cookie = request.getCookies().getFirst(cookieName);
        return cookie == null ? "" : cookie.getValue();
    }

    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        return openPaths
                .matches(exchange)
                .filter(match -> !match.isMatch())
                .flatMap((MatchResult closed) -> find(exchange));
    }

    private Mono<Authentication> find(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        for (String parameter : TOKEN_PARAMETERS) {
            if (request.getQueryParams().containsKey(parameter)) {
                return Mono.error(Problem.of(
                        ProblemType.TOKEN_IN_URL,
                        "Send the token in the Authorization header, not as the parameter " + parameter));
            }
        }
        return header.convert(exchange).switchIfEmpty(Mono.fromSupplier(() -> fromCookie(exchange)));
    }

    @SuppressWarnings("NullAway") // a supplier may return null, the Mono is empty then
    private Authentication fromCookie(ServerWebExchange exchange) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(cookieName);
        if (cookie == null || cookie.getValue().isBlank()) return null;
        exchange.getAttributes().put(FROM_COOKIE, true);
        return new BearerTokenAuthenticationToken(cookie.getValue());
    }
}
