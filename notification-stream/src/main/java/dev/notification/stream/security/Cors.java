package dev.notification.stream.security;

import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells browsers which pages may read the answers. Spring's own filter refuses other origins with 403; here they get the
 * answer without a word about CORS, since a client that is no browser may send any {@code Origin}.
 */
final class Cors implements WebFilter {
    private static final String METHODS = "GET, POST, PUT, DELETE";
    private static final String HEADERS = "Last-Event-ID, Authorization, Content-Type, X-Requested-With, Prefer";
    private static final long MAX_AGE_SECONDS = 3_600;

    private final Set<String> allowedOrigins;

    Cors(Set<String> allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = request.getHeaders().getOrigin();
        boolean allowed = origin != null && allowedOrigins.contains(origin);
        if (allowed) {
            headers.setAccessControlAllowOrigin(origin);
            headers.setAccessControlAllowCredentials(true);
        }
        if (isPreflight(request)) {
            if (allowed) {
                headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
                headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
                headers.setAccessControlMaxAge(MAX_AGE_SECONDS);
            }
            response.setStatusCode(HttpStatus.NO_CONTENT);
            return response.setComplete();
        }
        if (allowed) headers.setAccessControlExposeHeaders(List.of(HttpHeaders.RETRY_AFTER));
        return chain.filter(exchange);
    }

    private static boolean isPreflight(ServerHttpRequest request) {
        return HttpMethod.OPTIONS.equals(request.getMethod())
                && request.getHeaders().getOrigin() != null
                && request.getHeaders().containsHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
