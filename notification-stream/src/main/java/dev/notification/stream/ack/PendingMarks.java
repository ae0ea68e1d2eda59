package dev.notification.stream.ack;

import dev.notification.store.SentMark;
import java.util.Collection;
import java.util.List;

/** Sent marks of this node that the store does not know yet. Safe for all threads. */
public interface PendingMarks {

    /** Hands over all marks of these recipients; the caller makes them durable or puts them back. */
    List<SentMark> take(Collection<String> recipients);

    /** Takes marks back that could not be made durable. */
    void putBack(List<SentMark> marks);
}
