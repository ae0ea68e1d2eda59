package dev.notification.stream.ack;

import dev.notification.store.SentMark;
import java.util.Collection;
import java.util.List;

/**
 * Sent marks that are not durable yet. An ack takes those of its recipients along, so that it finds sent what was written
 * to a stream before. Called on database threads, several at a time.
 */
public interface PendingMarks {

    /** Where no streams are served. */
    PendingMarks NONE = new PendingMarks() {
        @Override
        public List<SentMark> take(Collection<String> recipients) {
            return List.of();
        }

        @Override
        public void putBack(List<SentMark> marks) {}
    };

    /** Removes and returns the marks of these recipients; the caller makes them durable or puts them back. */
    List<SentMark> take(Collection<String> recipients);

    /** Takes back marks that could not be made durable. */
    void putBack(List<SentMark> marks);
}
