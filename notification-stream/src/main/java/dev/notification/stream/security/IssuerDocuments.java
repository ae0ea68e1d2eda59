package dev.notification.stream.security;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * The issuer's documents, fetched at most once in ten seconds each. The decoder asks again for every token with a key id it
 * does not know; without this anybody could make the service flood its issuer with invented key ids.
 */
final class IssuerDocuments implements ExchangeFilterFunction {
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    // the key set and, with an issuer, its metadata under up to three addresses
    private final ConcurrentHashMap<URI, Mono<String>> documents = new ConcurrentHashMap<>();

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return documents
                .computeIfAbsent(request.url(), url -> fetch(request, next))
                .map(IssuerDocuments::answer);
    }

    private static Mono<String> fetch(ClientRequest request, ExchangeFunction next) {
        return next.exchange(request)
                .flatMap(response -> response.statusCode().is2xxSuccessful()
                        ? response.bodyToMono(String.class)
                        : response.<String>createError())
                .timeout(TIMEOUT)
                .cache(document -> KEPT, failure -> FAILURE_KEPT, () -> Duration.ZERO);
    }

    private static ClientResponse answer(String document) {
        return ClientResponse.create(HttpStatus.OK)
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .body(document)
                .build();
    }
}
