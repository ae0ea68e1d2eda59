package dev.notification.stream.connection;

import dev.notification.stream.ack.AckBatch;
import dev.notification.stream.frame.FrameProperties;
import java.time.Clock;
import java.time.Instant;

/** What all streams of this node share. */
final class StreamNode {
    private final Settings settings;
    private final Clock clock;
    private final Store store;
    private final Registries registries;
    private final StreamMetrics metrics;

    /** How streams behave. */
    record Settings(StreamProperties stream, RedeliveryProperties redelivery, FrameProperties frames) {}

    /** What streams ask of the store, and what they tell it. */
    record Store(StoreReader reader, SentMarks marks, AckBatch acks) {}

    /** Where an open stream is known: by its recipient, and to its event loop's timer. */
    record Registries(Admission admission, Ticker ticker) {}

    StreamNode(Settings settings, Clock clock, Store store, Registries registries, StreamMetrics metrics) {
        this.settings = settings;
        this.clock = clock;
        this.store = store;
        this.registries = registries;
        this.metrics = metrics;
    }

    StreamProperties properties() {
        return settings.stream();
    }

    Instant now() {
        return clock.instant();
    }

    RedeliveryProperties redelivery() {
        return settings.redelivery();
    }

    FrameProperties frames() {
        return settings.frames();
    }

    StoreReader reader() {
        return store.reader();
    }

    SentMarks marks() {
        return store.marks();
    }

    AckBatch acks() {
        return store.acks();
    }

    StreamMetrics metrics() {
        return metrics;
    }

    /** Lets a stream in, on its event loop, or turns it away when the recipient or the node has too many. */
    void begin(Connection connection) {
        if (!registries.admission().admit(connection)) {
            connection.turnAway(CloseReason.LIMIT);
            return;
        }
        registries.ticker().add(connection.loop(), connection);
        registries.admission().makeRoomFor(connection.caller());
        connection.start();
        CloseReason refused = registries.admission().refused(connection.caller());
        if (refused != null) connection.end(refused);
    }

    Admission admission() {
        return registries.admission();
    }

    /** The server ended a stream. */
    void ended(Connection connection, CloseReason reason) {
        closed(connection, reason.word());
    }

    /** The client ended it. */
    void disconnected(Connection connection) {
        closed(connection, StreamMetrics.CLIENT);
    }

    private void closed(Connection connection, String reason) {
        registries.admission().left(connection);
        registries.ticker().remove(connection.loop(), connection);
        metrics.closed(reason);
    }
}
