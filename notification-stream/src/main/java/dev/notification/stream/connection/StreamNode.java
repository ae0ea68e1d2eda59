package dev.notification.stream.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;

/** What all streams of this node share. */
final class StreamNode {
    private final StreamProperties properties;
    private final Clock clock;
    private final StoreReader reader;
    private final SentMarks marks;
    private final Connections connections;
    private final MeterRegistry registry;

    StreamNode(
            StreamProperties properties,
            Clock clock,
            StoreReader reader,
            SentMarks marks,
            Connections connections,
            MeterRegistry registry) {
        this.properties = properties;
        this.clock = clock;
        this.reader = reader;
        this.marks = marks;
        this.connections = connections;
        this.registry = registry;
        registry.gauge("notification.stream.connections", connections, Connections::count);
    }

    StreamProperties properties() {
        return properties;
    }

    Instant now() {
        return clock.instant();
    }

    StoreReader reader() {
        return reader;
    }

    SentMarks marks() {
        return marks;
    }

    /** The server ended a stream. */
    void ended(Connection connection, CloseReason reason) {
        closed(connection, reason.word());
    }

    /** The client ended it. */
    void disconnected(Connection connection) {
        closed(connection, "client");
    }

    private void closed(Connection connection, String reason) {
        connections.remove(connection);
        Counter.builder("notification.stream.closed")
                .description("Streams that ended, by reason")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
