package dev.notification.stream.ack;

import dev.notification.stream.security.Caller;
import dev.notification.stream.security.KnownCallers;
import dev.notification.stream.security.ResponseHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import reactor.core.publisher.Mono;
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

    private final KnownCallers callers;
    private final AckController controller;
    private final ErrorWebExceptionHandler failures;
    private final MeterRegistry registry;

    AckShortcut(
            KnownCallers callers, AckController controller, ErrorWebExceptionHandler failures, MeterRegistry registry) {
        this.callers = callers;
        this.controller = controller;
        this.failures = failures;
        this.registry = registry;
    }

    @Override
    public void customize(WebHttpHandlerBuilder builder) {
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
        ResponseHeaders.writeTo(response.getHeaders());
        return Mono.defer(() -> controller.ack(caller, request))
                .flatMap(acked -> write(response, acked))
                .doOnSuccess(written -> measured(sample, response, "none"))
                .onErrorResume(failure -> failures.handle(exchange(request, response), failure)
                        .doOnTerminate(() ->
                                measured(sample, response, failure.getClass().getSimpleName())))
                .then(Mono.defer(response::setComplete));
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
        ServerWebExchange exchange = new DefaultServerWebExchange(
                request,
                response,
                new DefaultWebSessionManager(),
                ServerCodecConfigurer.create(),
                new AcceptHeaderLocaleContextResolver());
        exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, PATH);
        return exchange;
    }

    /** As Spring does it for all other requests. */
    private void measured(Timer.Sample sample, ServerHttpResponse response, String failure) {
        HttpStatusCode status = response.getStatusCode();
        int code = status == null ? HttpStatus.OK.value() : status.value();
        sample.stop(registry.timer(
                "http.server.requests",
                "method",
                "POST",
                "uri",
                PATH,
                "status",
                Integer.toString(code),
                "outcome",
                Outcome.forStatus(code).name(),
                "exception",
                failure,
                "error",
                failure));
    }
}
