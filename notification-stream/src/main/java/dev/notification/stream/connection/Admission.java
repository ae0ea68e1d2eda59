package dev.notification.stream.connection;

import dev.notification.stream.limit.RateLimit;
import dev.notification.stream.security.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Decides which streams are let in. Safe for all threads. */
final class Admission {
    private static final List<CloseReason> REFUSALS =
            List.of(CloseReason.DRAINING, CloseReason.LIMIT, CloseReason.OVERLOAD);

    private final Connections connections;
    private final RateLimit reconnects;
    private final int maxOpening;
    private final Map<CloseReason, Counter> refused = new EnumMap<>(CloseReason.class);
    private final AtomicInteger opening = new AtomicInteger();

    Admission(Connections connections, AdmissionProperties properties, MeterRegistry registry) {
        for (CloseReason reason : REFUSALS) {
            refused.put(
                    reason,
                    Counter.builder("notification.stream.refused")
                            .description("Streams that were not let in, by reason")
                            .tag("reason", reason.word())
                            .register(registry));
        }
        this.connections = connections;
        this.reconnects = new RateLimit(properties.reconnectRate(), properties.reconnectBurst());
        this.maxOpening = properties.maxOpening();
    }

    /** Why no stream of this recipient is let in now, null when one may be. Asked once for each request. */
    @Nullable
    CloseReason closedFor(String recipient) {
        CloseReason closed = decide(recipient);
        if (closed != null) Objects.requireNonNull(refused.get(closed)).increment();
        return closed;
    }

    private @Nullable CloseReason decide(String recipient) {
        if (!reconnects.tryTake(recipient)) return CloseReason.LIMIT;
        CloseReason closed = connections.closedFor(recipient);
        if (closed != null) return closed;
        return opening.get() >= maxOpening ? CloseReason.OVERLOAD : null;
    }

    /** Lets a stream in that waits for the store now; false when the recipient or the node has too many. */
    boolean admit(Connection connection) {
        if (!connections.add(connection)) return false;
        opening.incrementAndGet();
        return true;
    }

    /** Ends the stream whose place the caller's next one takes. */
    void makeRoomFor(Caller caller) {
        connections.endOvertakenBy(caller);
    }

    /** Why a stream that was let in is not to stay, null when it may. */
    @Nullable
    CloseReason refused(Caller caller) {
        return connections.refused(caller);
    }

    /** The store answered an admitted stream, or the stream ended before; once for each. */
    void opened() {
        opening.decrementAndGet();
    }

    /** A stream was ended so that its client comes back at once: that is not held against it. */
    void invitedBack(String recipient) {
        reconnects.giveBack(recipient);
    }

    void left(Connection connection) {
        connections.remove(connection);
    }
}
