package dev.notification.store.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * One time that a delivery was written to a stream.
 *
 * @param node number of the node
 */
record Send(Instant at, int node, int attempt) {
    private static final int BYTES = Long.BYTES + Integer.BYTES + Short.BYTES;

    /** Reads the column {@code sends}; what stands there twice is one. */
    static List<Send> of(byte[] column) {
        LinkedHashSet<Send> sends = new LinkedHashSet<>();
        ByteBuffer buffer = ByteBuffer.wrap(column);
        while (buffer.remaining() >= BYTES) {
            Instant at = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
            sends.add(new Send(at, buffer.getInt(), buffer.getShort()));
        }
        return new ArrayList<>(sends);
    }
}
