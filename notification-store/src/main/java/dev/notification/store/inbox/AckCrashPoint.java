package dev.notification.store.inbox;

/** Called between every two steps of the ack path, so that durability can be proven by dying at each of them. */
@FunctionalInterface
interface AckCrashPoint {

    /** The steps, in their order. */
    enum Step {
        SETTLED,
        COMMITTED,
        ANNOUNCED
    }

    /** What every build but a test's uses. */
    AckCrashPoint NONE = step -> {};

    /** The step is done for at least one delivery, the next has not begun; after the last comes the answer. */
    void reached(Step step);
}
