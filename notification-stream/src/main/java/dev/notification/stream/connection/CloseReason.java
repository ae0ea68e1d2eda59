package dev.notification.stream.connection;

import java.util.Locale;

/** Why the server ends a stream: the word on the wire, in metrics and in logs, and the advice to the client. */
enum CloseReason {
    /** The client's cursor is its ack: it comes back with it at once. */
    TURN(true),
    /** This node is going down; another one answers. */
    DRAINING(true),
    /** Too many streams wait for the store. */
    OVERLOAD(true),
    /** Too many streams of this recipient here, or too many in all, or opened too often. */
    LIMIT(true),
    /** The store did not answer in time. */
    UNAVAILABLE(true),
    /** The credential's time is over; come back with another one. */
    TOKEN_EXPIRED(true),
    /** No stream lives for ever, so that load spreads again after a restart. */
    MAX_AGE(true),
    /** The client did not read for too long. */
    SLOW(true);

    private final boolean reconnect;

    CloseReason(boolean reconnect) {
        this.reconnect = reconnect;
    }

    boolean reconnect() {
        return reconnect;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
