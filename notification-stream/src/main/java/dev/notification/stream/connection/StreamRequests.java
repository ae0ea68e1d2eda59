package dev.notification.stream.connection;

import dev.notification.store.PageRequest;
import java.util.List;

/** What a {@link StreamState} needs done beside its frames. */
interface StreamRequests {
    /** Asks for a page; its answer comes as {@link StreamState#page} or {@link StreamState#pageFailed}. */
    void read(PageRequest request);

    /** Settles deliveries whose rounds are used up. */
    void exhaust(List<Long> seqs);

    /** Ends the stream, so that the client comes back with its cursor; nothing else may follow. */
    void turn();
}
