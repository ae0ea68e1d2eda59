package dev.notification.stream.connection;

import dev.notification.stream.frame.FrameProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What all streams of this node share. */
final class StreamNode {
    private final StreamProperties properties;
    private final Clock clock;
    private final StoreReader reader;
    private final SentMarks marks;
    private final Registries registries;
    private final FrameProperties frames;
    private final MeterRegistry registry;

    /** Where an open stream is known: by its recipient, and to its event loop's timer. */
    record Registries(Connections connections, Ticker ticker) {}

    StreamNode(
            StreamProperties properties,
            Clock clock,
            StoreReader reader,
            SentMarks marks,
            Registries registries,
            FrameProperties frames,
            MeterRegistry registry) {
        this.properties = properties;
        this.clock = clock;
        this.reader = reader;
        this.marks = marks;
        this.registries = registries;
        this.frames = frames;
        this.registry = registry;
        registry.gauge("notification.stream.connections", registries.connections(), Connections::count);
    }

    StreamProperties properties() {
        return properties;
    }

    Instant now() {
        return clock.instant();
    }

    FrameProperties frames() {
        return frames;
    }

    StoreReader reader() {
        return reader;
    }

    SentMarks marks() {
        return marks;
    }

    /** Lets a stream in, on its event loop; false when the recipient or the node has too many. */
    boolean admit(Connection connection) {
        if (!registries.connections().add(connection)) return false;
        registries.ticker().add(connection.loop(), connection);
        return true;
    }

    /** Why no stream of this recipient is let in now, null when one may be. */
    @Nullable
    CloseReason closedFor(String recipient) {
        return registries.connections().closedFor(recipient);
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
        registries.connections().remove(connection);
        registries.ticker().remove(connection.loop(), connection);
        Counter.builder("notification.stream.closed")
                .description("Streams that ended, by reason")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
