package dev.notification.api;

import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Factories of parsers whose memory does not grow with what they read. One keeps every name that it ever met, of any length, until
 * there are thousands, so that whoever sends names that nobody sent before could fill the heap. Safe for all threads.
 */
final class Factories {
    /** Larger texts are rare, and have a factory of their own, which goes with them. */
    private static final int LARGE_BYTES = 64 * 1024;

    /** What is kept of a name is about twice its length, so of all of them at most about four times this. */
    private static final long TURN_BYTES = 2 * 1024 * 1024;

    /** A factory and how much it may still read. */
    private record Turn(JsonFactory factory, AtomicLong left) {}

    private final StreamReadConstraints constraints;
    private volatile Turn turn;

    Factories(StreamReadConstraints constraints) {
        this.constraints = constraints;
        this.turn = next();
    }

    /** One to read a text of so many bytes with. */
    JsonFactory of(int bytes) {
        if (bytes > LARGE_BYTES) return create();
        Turn current = turn;
        if (current.left.addAndGet(-bytes) < 0) {
            current = next();
            turn = current;
        }
        return current.factory;
    }

    private Turn next() {
        return new Turn(create(), new AtomicLong(TURN_BYTES));
    }

    private JsonFactory create() {
        return JsonFactory.builder().streamReadConstraints(constraints).build();
    }
}
