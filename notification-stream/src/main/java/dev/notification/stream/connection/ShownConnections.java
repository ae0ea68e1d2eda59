package dev.notification.stream.connection;

import dev.notification.store.OpenConnection;
import dev.notification.store.OpenConnections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What admins see of a recipient's streams: each says it on its own event loop, nobody waits for any of them. */
final class ShownConnections {

    private ShownConnections() {}

    /** The streams open on this node, those left out that end meanwhile. */
    static Mono<OpenConnections> of(Connection @Nullable [] open) {
        if (open == null) return Mono.just(new OpenConnections(0, List.of()));
        return Flux.fromArray(open)
                .take(OpenConnections.MOST)
                .flatMapSequential(ShownConnections::one)
                .collectList()
                .map(shown ->
                        new OpenConnections(Math.max(open.length - OpenConnections.MOST, 0) + shown.size(), shown));
    }

    private static Mono<OpenConnection> one(Connection connection) {
        return Mono.create(sink -> {
            try {
                connection.loop().execute(() -> sink.success(connection.shown()));
            } catch (RejectedExecutionException over) {
                sink.success();
            }
        });
    }

    /** On the stream's event loop. */
    static OpenConnection look(StreamState state, Lifetime lifetime, StreamOptions options, @Nullable String address) {
        InFlight inFlight = state.inFlight();
        return new OpenConnection(
                lifetime.since(),
                address,
                inFlight.lastAckAt(),
                inFlight.count(),
                options.filter(),
                options.cursorAcks(),
                state.cursor());
    }
}
