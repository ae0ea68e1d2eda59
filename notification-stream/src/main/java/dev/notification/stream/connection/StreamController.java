package dev.notification.stream.connection;

import dev.notification.stream.http.RemoteAddress;
import dev.notification.stream.problem.Problem;
import dev.notification.stream.security.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
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

/** {@code GET /v1/stream}: answers with the head of a stream and leaves its channel to a {@link Connection}. */
@RestController
class StreamController {
    private final StreamNode node;
    private final CompressionProperties compression;

    StreamController(StreamNode node, CompressionProperties compression) {
        this.node = node;
        this.compression = compression;
    }

    @GetMapping(path = "/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> stream(ServerWebExchange exchange, @AuthenticationPrincipal Caller caller) {
        ServerHttpResponse response = exchange.getResponse();
        StreamOptions options = StreamOptions.of(exchange.getRequest().getQueryParams());
        head(response);
        if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) return response.setComplete();
        node.admission().makeRoomFor(caller);
        CloseReason closed = node.admission().closedFor(caller.recipient());
        if (closed != null) return turnAway(exchange, closed);

        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        Channel channel = channel(request);
        Coding coding = coding(exchange.getRequest(), response, channel);
        Outlet outlet = new Outlet(channel, coding);
        Connection connection = new Connection(
                caller, RemoteAddress.of(exchange.getRequest()), cursor(exchange.getRequest()), options, node, outlet);
        Framing framing = Framing.of(channel, request.version());
        // the end of an endless body is the end of its connection
        if (framing != Framing.HTTP_2) response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        channel.pipeline().addLast(Takeover.afterHead(framing, outlet, connection));
        return response.writeWith(Flux.defer(() -> Flux.just(retry(response, coding))));
    }

    static void head(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.OK);
        HttpHeaders headers = response.getHeaders();
        headers.set(HttpHeaders.CONTENT_TYPE, "text/event-stream;charset=UTF-8");
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store, no-transform");
        headers.set("X-Accel-Buffering", "no");
    }

    private Coding coding(ServerHttpRequest request, ServerHttpResponse response, Channel channel) {
        if (!compression.compression()) return Coding.PLAIN;
        response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (!AcceptEncoding.takesGzip(request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT_ENCODING))) {
            return Coding.PLAIN;
        }
        response.getHeaders().set(HttpHeaders.CONTENT_ENCODING, "gzip");
        return new Gzip(channel.alloc());
    }

    private DataBuffer retry(ServerHttpResponse response, Coding coding) {
        ByteBuf first = ((NettyDataBufferFactory) response.bufferFactory())
                .getByteBufAllocator()
                .buffer(32);
        long base = node.properties().retry().toMillis();
        Frames.retry(first, ThreadLocalRandom.current().nextLong(base / 2, base + base / 2 + 1));
        return ((NettyDataBufferFactory) response.bufferFactory()).wrap(coding.encode(first));
    }

    /** The answer to a request that opens no stream, after the head. */
    static Mono<Void> turnAway(ServerWebExchange exchange, CloseReason reason) {
        if (prefersStatus(exchange)) {
            exchange.getResponse().getHeaders().remove(HttpHeaders.CONTENT_TYPE);
            return Mono.error(Problem.overloaded());
        }
        NettyDataBufferFactory buffers =
                (NettyDataBufferFactory) exchange.getResponse().bufferFactory();
        ByteBuf all = buffers.getByteBufAllocator().buffer(128);
        TurnedAway.write(all, reason);
        return exchange.getResponse().writeWith(Flux.just(buffers.wrap(all)));
    }

    /** Whether the client is none that a status would end for ever. */
    static boolean prefersStatus(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().getOrEmpty("Prefer").stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(preference -> preference.replaceFirst("[;=].*", "").strip())
                .anyMatch("respond-status"::equalsIgnoreCase);
    }

    private static @Nullable String cursor(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst("Last-Event-ID");
        return header != null && !header.isEmpty()
                ? header
                : request.getQueryParams().getFirst("lastEventId");
    }

    private static Channel channel(HttpServerRequest request) {
        Channel[] channel = new Channel[1];
        request.withConnection(connection -> channel[0] = connection.channel());
        return channel[0];
    }
}
