package dev.notification.stream.security;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.web.server.header.ServerHttpHeadersWriter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What every answer tells browsers and caches, unless it says otherwise itself. */
public final class ResponseHeaders implements ServerHttpHeadersWriter {
    private static final String PAGE_POLICY =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'";

    /** All that the filters write to an answer over an unencrypted connection, for those who do without them. */
    public static void writeTo(HttpHeaders headers) {
        headers.set(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        headers.set("X-Frame-Options", "DENY");
        write(headers);
    }

    @Override
    public Mono<Void> writeHttpHeaders(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        write(headers);
        MediaType type = headers.getContentType();
        if (type != null && type.isCompatibleWith(MediaType.TEXT_HTML)) {
            setIfAbsent(headers, "Content-Security-Policy", PAGE_POLICY);
        }
        return Mono.empty();
    }

    private static void write(HttpHeaders headers) {
        setIfAbsent(headers, "X-Content-Type-Options", "nosniff");
        setIfAbsent(headers, HttpHeaders.CACHE_CONTROL, "no-store");
        setIfAbsent(headers, "Referrer-Policy", "no-referrer");
    }

    private static void setIfAbsent(HttpHeaders headers, String name, String value) {
        if (!headers.containsHeader(name)) headers.set(name, value);
    }
}
