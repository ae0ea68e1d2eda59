package dev.notification.stream.security;

import dev.notification.stream.problem.Problem;
import dev.notification.stream.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Where the credential of a request is: in the {@code Authorization} header or, without one, in the cookie. A token is never
 * in the URL. What opens a stream may be there: a ticket, which wins over the cookie and means nothing on other paths.
 */
final class Credentials implements ServerAuthenticationConverter {
    private static final String FROM_COOKIE = Credentials.class.getName() + ".fromCookie";
    private static final String SCHEME = "Bearer ";
    private static final String STREAM = "/v1/stream";
    private static final String TICKET = "ticket";
    private static final List<String> TOKEN_PARAMETERS =
            List.of("access_token", "token", "id_token", "authorization", "jwt");

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
        String token = fromHeader(request);
        if (token == null) token = fromCookie(request, cookieName);
        return token == null ? "" : token;
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
                return tokenInUrl(parameter);
            }
        }
        String bearer = fromHeader(request);
        if (bearer != null) return Mono.just(new BearerTokenAuthenticationToken(bearer));
        List<String> tickets = request.getQueryParams().get(TICKET);
        if (tickets != null && opensStream(request)) {
            String ticket = onlyOne(tickets);
            // dots are between the parts of a token; no ticket has one
            return ticket.contains(".") ? tokenInUrl(TICKET) : Mono.just(new PresentedTicket(ticket));
        }
        String token = fromCookie(request, cookieName);
        if (token == null) return Mono.empty();
        exchange.getAttributes().put(FROM_COOKIE, true);
        return Mono.just(new BearerTokenAuthenticationToken(token));
    }

    private static Mono<Authentication> tokenInUrl(String parameter) {
        return Mono.error(Problem.of(
                ProblemType.TOKEN_IN_URL,
                "Send the token in the Authorization header, not as the parameter " + parameter));
    }

    private static boolean opensStream(ServerHttpRequest request) {
        return HttpMethod.GET.equals(request.getMethod())
                && request.getPath().pathWithinApplication().value().equals(STREAM);
    }

    /** Of several, none is the ticket. */
    private static String onlyOne(List<String> tickets) {
        String first = tickets.get(0);
        return tickets.size() == 1 && first != null ? first : "";
    }

    /** Null without the header or with another scheme in it. */
    private static @Nullable String fromHeader(ServerHttpRequest request) {
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return null;
        String token = authorization.substring(SCHEME.length()).strip();
        if (token.isEmpty()) throw new InvalidBearerTokenException("There is no token after Bearer");
        return token;
    }

    private static @Nullable String fromCookie(ServerHttpRequest request, String cookieName) {
        HttpCookie cookie = request.getCookies().getFirst(cookieName);
        return cookie == null || cookie.getValue().isBlank() ? null : cookie.getValue();
    }
}
