package dev.notification.store.ingest;

/** Called between every two steps of the write path, so that durability can be proven by dying at each of them. */
@FunctionalInterface
interface CrashPoint {

    /** The steps, in their order. */
    enum Step {
        POLLED,
        OFFSETS_MOVED,
        KEYS_CLAIMED,
        SEQUENCES_TAKEN,
        CONTENT_INSERTED,
        DELIVERIES_INSERTED,
        LETTERS_SENT,
        REFUSALS_KEPT,
        COMMITTED,
        ANNOUNCED
    }

    /** What every build but a test's uses. */
    CrashPoint NONE = step -> {};

    /** The step is done, the next has not begun. */
    void reached(Step step);
}
