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
    SLOW(true),
    /** The recipient's credentials were revoked; come back with one issued since. */
    REVOKED(false),
    /** The stream's ticket opened another one: to come back with it would end that. */
    REPLACED("limit", false);

    private final String word;
    private final boolean reconnect;

    CloseReason(boolean reconnect) {
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.reconnect = reconnect;
    }

    CloseReason(String word, boolean reconnect) {
        this.word = word;
        this.reconnect = reconnect;
    }

    boolean reconnect() {
        return reconnect;
    }

    String word() {
        return word;
    }
}
