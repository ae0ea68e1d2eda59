package dev.notification.stream.stats;

import dev.notification.store.Nodes;
import dev.notification.stream.database.DatabaseExecutor;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.revocation.RevokedCredentials;
import dev.notification.stream.security.Caller;
import io.netty.channel.Channel;
import java.time.Clock;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** What all processes count. */
@RestController
class StatsController {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Nodes nodes;
    private final DatabaseExecutor database;
    private final StatsBroadcast broadcast;
    private final RevokedCredentials revoked;
    private final Clock clock;

    StatsController(
            Nodes nodes, DatabaseExecutor database, StatsBroadcast broadcast, RevokedCredentials revoked, Clock clock) {
        this.nodes = nodes;
        this.database = database;
        this.broadcast = broadcast;
        this.revoked = revoked;
        this.clock = clock;
    }

    @GetMapping(path = "/v1/admin/stats", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<byte[]> stats(ServerHttpRequest request) {
        refuseParameters(request);
        return database.call(() -> StatsJson.of(nodes.list(), nodes.estimates()));
    }

    @GetMapping(path = "/v1/admin/stats/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> stream(ServerWebExchange exchange, @AuthenticationPrincipal Caller caller) {
        refuseParameters(exchange.getRequest());
        ServerHttpResponse response = exchange.getResponse();
        head(response.getHeaders());
        if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) return response.setComplete();
        Channel channel = channel(exchange.getRequest());
        DataBufferFactory buffers = response.bufferFactory();
        Flux<byte[]> events = broadcast
                .watch()
                .takeWhile(event -> !revoked.cover(caller.recipient(), caller.issuedAt()))
                .takeUntilOther(Mono.delay(timeLeft(caller)))
                // what does not fit into the channel now is not kept for later
                .filter(event -> channel.isWritable());
        return response.writeWith(events.map(buffers::wrap));
    }

    /** At most a year: a token may name a time that is further away than can be counted. */
    private Duration timeLeft(Caller caller) {
        Duration left = Duration.between(clock.instant(), caller.expiresAt());
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    private static void refuseParameters(ServerHttpRequest request) {
        request.getQueryParams().keySet().stream().findFirst().ifPresent(name -> {
            throw Problem.malformed("This path has no parameters: leave '" + name + "' out");
        });
    }

    private static void head(HttpHeaders headers) {
        headers.set(HttpHeaders.CONTENT_TYPE, "text/event-stream;charset=UTF-8");
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store, no-transform");
        headers.set("X-Accel-Buffering", "no");
    }

    private static Channel channel(ServerHttpRequest request) {
        Channel[] channel = new Channel[1];
        HttpServerRequest netty = ServerHttpRequestDecorator.getNativeRequest(request);
        netty.withConnection(connection -> channel[0] = connection.channel());
        return channel[0];
    }
}
