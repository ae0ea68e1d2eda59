package dev.notification.reliability.history;

/** How an operation ended for the one who asked: it happened, it certainly did not, or nobody can say. */
public enum Outcome {
    OK,
    FAIL,
    UNKNOWN
}
