package dev.notification.stream.connection;

import dev.notification.store.Delivery;
import dev.notification.store.SentMark;
import dev.notification.store.Traces;
import dev.notification.stream.ack.AckBatch;
import dev.notification.stream.frame.FrameProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;

/** What all streams of this node share. */
final class StreamNode {
    private final Settings settings;
    private final Clock clock;
    private final Store store;
    private final Registries registries;
    private final StreamMetrics metrics;
    private final Traces traces;

    /** How streams behave. */
    record Settings(StreamProperties stream, RedeliveryProperties redelivery, FrameProperties frames) {}

    /** What streams ask of the store, and what they tell it. */
    record Store(StoreReader reader, SentMarks marks, AckBatch acks) {}

    /** Where an open stream is known: by its recipient, and to its event loop's timer. */
    record Registries(Admission admission, Ticker ticker) {}

    StreamNode(
            Settings settings, Clock clock, Store store, Registries registries, StreamMetrics metrics, Traces traces) {
        this.settings = settings;
        this.clock = clock;
        this.store = store;
        this.registries = registries;
        this.metrics = metrics;
        this.traces = traces;
    }

    /** The same node, for streams that count nowhere. */
    StreamNode uncounted() {
        return new StreamNode(
                settings, clock, store, registries, new StreamMetrics(new SimpleMeterRegistry()), Traces.OFF);
    }

    StreamProperties properties() {
        return settings.stream();
    }

    Moment now() {
        return Moment.now(clock);
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

    /** A delivery was put into a frame; {@code live} when it came while the stream was open. */
    void sent(String recipient, Delivery delivery, boolean live) {
        Instant now = clock.instant();
        store.marks().add(SentMark.of(recipient, delivery, now));
        metrics.sent(delivery, live, now);
        traces.sent(recipient, delivery, now);
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
