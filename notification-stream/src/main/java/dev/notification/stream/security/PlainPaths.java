package dev.notification.stream.security;

import dev.notification.stream.problem.Problem;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Every path has one spelling; the others, which Spring would match as well, are not found. */
final class PlainPaths implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return isPlain(exchange.getRequest().getURI().getRawPath())
                ? chain.filter(exchange)
                : Mono.error(Problem.notFound());
    }

    /** No parameters, empty segments or backslashes, and no segment that a proxy could resolve to another path. */
    static boolean isPlain(String rawPath) {
        if (rawPath.contains(";") || rawPath.contains("//") || rawPath.contains("\\")) return false;
        for (String segment : rawPath.split("/", -1)) {
            String dots = StringUtils.replace(StringUtils.replace(segment, "%2e", "."), "%2E", ".");
            if (dots.equals(".") || dots.equals("..")) return false;
        }
        return true;
    }
}
