package dev.notification.stream.ack;

import dev.notification.stream.security.Caller;
import dev.notification.stream.security.KnownCallers;
import dev.notification.stream.security.ResponseHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers the most frequent of all requests without filters and dispatcher, which cost several times what the ack itself does: a plain
 * {@code POST /v1/acks} of a caller that is known. Whatever is otherwise about a request sends it the long way, and the
 * answer is the same on both.
 */
@Component
final class AckShortcut implements WebHttpHandlerBuilderCustomizer {
    private static final String PATH = "/v1/acks";
    private static final String HTTP = "http";

    private static final WebSessionManager SESSIONS = new DefaultWebSessionManager();
    private static final ServerCodecConfigurer CODECS = ServerCodecConfigurer.create();
    private static final LocaleContextResolver LOCALES = new AcceptHeaderLocaleContextResolver();

    private final KnownCallers callers;
    private final AckController controller;
    private final ErrorWebExceptionHandler failures;
    private final MeterRegistry registry;
    /** Then the filters tell who the client is. */
    private final boolean forwarded;

    AckShortcut(
            KnownCallers callers,
            AckController controller,
            ErrorWebExceptionHandler failures,
            MeterRegistry registry,
            ObjectProvider<ForwardedHeaderTransformer> forwarding) {
        this.callers = callers;
        this.controller = controller;
        this.failures = failures;
        this.registry = registry;
        this.forwarded = forwarding.getIfAvailable() != null;
    }

    @Override
    public void customize(WebHttpHandlerBuilder builder) {
        if (forwarded) return;
        builder.httpHandlerDecorator(longWay -> (request, response) -> {
            Caller caller = isPlain(request) ? callers.reader(request) : null;
            return caller == null ? longWay.handle(request, response) : answer(caller, request, response);
        });
    }

    /** Browsers, encrypted connections and everything that needs a second look are not. */
    private static boolean isPlain(ServerHttpRequest request) {
        if (!HttpMethod.POST.equals(request.getMethod())) return false;
        if (!PATH.equals(request.getURI().getRawPath()) || request.getURI().getRawQuery() != null) return false;
        HttpHeaders headers = request.getHeaders();
        return HTTP.equals(request.getURI().getScheme())
                && headers.getOrigin() == null
                && isJsonOrAbsent(headers.get(HttpHeaders.ACCEPT));
    }

    private static boolean isJsonOrAbsent(@Nullable List<String> accept) {
        return accept == null
                || (accept.size() == 1
                        && (accept.get(0).equals(MediaType.ALL_VALUE)
                                || accept.get(0).equals(MediaType.APPLICATION_JSON_VALUE)));
    }

    private Mono<Void> answer(Caller caller, ServerHttpRequest request, ServerHttpResponse response) {
        Timer.Sample sample = Timer.start(registry);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        ResponseHeaders.writeTo(response.getHeaders());
        return Mono.defer(() -> controller.ack(caller, request))
                .flatMap(acked -> write(response, acked))
                .onErrorResume(failure -> {
                    failed.set(failure);
                    return failures.handle(exchange(request, response), failure);
                })
                .then(Mono.defer(response::setComplete))
                .doFinally(signal ->
                        measured(sample, signal == SignalType.CANCEL ? null : response.getStatusCode(), failed.get()));
    }

    private static Mono<Void> write(ServerHttpResponse response, AckController.Acked acked) {
        byte[] json = JsonMapper.shared().writeValueAsBytes(acked);
        response.setStatusCode(HttpStatus.OK);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(json.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(json)));
    }

    /** What those who answer failures ask for. */
    private static ServerWebExchange exchange(ServerHttpRequest request, ServerHttpResponse response) {
        ServerWebExchange exchange = new DefaultServerWebExchange(request, response, SESSIONS, CODECS, LOCALES);
        exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, PATH);
        return exchange;
    }

    /**
     * As Spring does it for all other requests.
     *
     * @param status null when the client did not wait for it
     */
    private void measured(Timer.Sample sample, @Nullable HttpStatusCode status, @Nullable Throwable failed) {
        String failure = failed == null ? "none" : failed.getClass().getSimpleName();
        sample.stop(registry.timer(
                "http.server.requests",
                "method",
                "POST",
                "uri",
                PATH,
                "status",
                status == null ? "UNKNOWN" : Integer.toString(status.value()),
                "outcome",
                status == null ? "UNKNOWN" : Outcome.forStatus(status.value()).name(),
                "exception",
                failure,
                "error",
                failure));
    }
}
