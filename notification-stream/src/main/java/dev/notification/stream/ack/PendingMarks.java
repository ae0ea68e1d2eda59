package dev.notification.stream.ack;

import dev.notification.store.AckRequest;
import dev.notification.store.SentMark;
import java.util.List;

/** Sent marks of this node that the store does not know yet. Safe for all threads. */
public interface PendingMarks {

    /**
     * Hands over the marks of what these requests ack; the caller makes them durable and says so, or puts them back. Until then others
     * who ask get them too, because nobody knows whose transaction is first.
     */
    List<SentMark> take(List<AckRequest> requests);

    /** They are durable. */
    void durable(List<SentMark> marks);

    /** Takes marks back that could not be made durable. */
    void putBack(List<SentMark> marks);
}
