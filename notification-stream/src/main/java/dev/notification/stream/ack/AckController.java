package dev.notification.stream.ack;

import dev.notification.store.AckRequest;
import dev.notification.store.AckResult;
import dev.notification.store.Traces;
import dev.notification.stream.limit.RateLimit;
import dev.notification.stream.security.Caller;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The recipient's statements about its own deliveries: "I have these" and "I saw these". */
@RestController
class AckController {
    private static final String TRACEPARENT = "traceparent";

    private final AckBatch batch;
    private final Traces traces;
    private final RateLimit ackLimit;
    private final RateLimit readLimit;

    AckController(AckBatch batch, AckProperties properties, Traces traces) {
        this.batch = batch;
        this.traces = traces;
        ackLimit = new RateLimit(properties.rate(), properties.burst());
        readLimit = new RateLimit(properties.rate(), properties.burst());
    }

    /** What became of an ack. */
    record Acked(long acked, long unacked, long head) {}

    /** What became of read marks. */
    record Read(long read, long acked, long unread, long unacked, long head) {}

    @PostMapping(path = "/v1/acks", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Acked> ack(@AuthenticationPrincipal Caller caller, ServerHttpRequest request) {
        ackLimit.take(caller.recipient());
        return AckRequests.ack(request, caller.recipient())
                .flatMap(ack -> batch.submit(traced(ack, request)))
                .map(AckController::acked);
    }

    @PostMapping(path = "/v1/inbox/reads", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Read> read(@AuthenticationPrincipal Caller caller, ServerHttpRequest request) {
        readLimit.take(caller.recipient());
        return AckRequests.read(request, caller.recipient())
                .flatMap(ack -> batch.submit(traced(ack, request)))
                .map(AckController::read);
    }

    private AckRequest traced(AckRequest ack, ServerHttpRequest request) {
        return traces.isOn() ? ack.tracedBy(request.getHeaders().getFirst(TRACEPARENT)) : ack;
    }

    private static Acked acked(AckResult result) {
        return new Acked(result.acked(), result.unacked(), result.head());
    }

    private static Read read(AckResult result) {
        return new Read(result.read(), result.acked(), result.unread(), result.unacked(), result.head());
    }
}
