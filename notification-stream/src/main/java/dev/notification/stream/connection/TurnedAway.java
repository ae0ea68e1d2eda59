package dev.notification.stream.connection;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The whole body for a client that is not let in. It is no error on the wire: after one a browser's EventSource would give
 * up for ever. Clients come back after 5 to 30 s, each at another time.
 */
final class TurnedAway {
    private static final long MIN_RETURN_MILLIS = 5_000;
    private static final long MAX_RETURN_MILLIS = 30_000;

    private TurnedAway() {}

    static long returnMillis() {
        return ThreadLocalRandom.current().nextLong(MIN_RETURN_MILLIS, MAX_RETURN_MILLIS + 1);
    }

    static void write(ByteBuf out, CloseReason reason) {
        Frames.retry(out, returnMillis());
        Frames.close(out, reason);
    }
}
