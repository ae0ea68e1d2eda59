package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open stream, as the node that has it sees it.
 *
 * @param since when it was opened, by the node's clock
 * @param address where the client is, null when unknown
 * @param lastAckAt when something in flight here was last settled by an ack, of any device; null before the first
 * @param inFlight frames written here and not settled
 * @param filter what the client wants
 * @param cursorAcks whether its cursor is its ack
 * @param lastId the last position it was given, null while the store has not answered
 */
public record OpenConnection(
        Instant since,
        @Nullable String address,
        @Nullable Instant lastAckAt,
        int inFlight,
        Filter filter,
        boolean cursorAcks,
        @Nullable String lastId) {}
