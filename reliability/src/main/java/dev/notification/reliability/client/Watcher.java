package dev.notification.reliability.client;

/** Is told what a reader sees, on the event loop. */
interface Watcher {
    /** A connection begins; what the one before brought may come again. */
    default void opened() {}

    default void ready(long head) {}

    default void framed(long seq, String key) {}

    default void caughtUp() {}

    default void reset() {}

    /** A stream that had become ready ended, and not because it was the next one's turn. */
    default void dropped() {}

    /** The service broke its protocol; the reader ends. */
    void malformed(String what);
}
