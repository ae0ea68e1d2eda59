package dev.notification.reliability.experiment;

/**
 * Faults under a load of records and acks.
 *
 * @param name as in {@code -Dreliability.only=}
 * @param what is done, for the report
 * @param nightly how much of it, in full
 * @param habits of those who use the site
 */
record Experiment(String name, String what, Needs needs, Scale nightly, Habits habits, Faults faults) {

    /** Hurts the site, and leaves it whole. */
    @FunctionalInterface
    interface Faults {
        void hurt(Stage stage);
    }

    /** What the people of an experiment do. */
    enum Habits {
        /** Connect to all nodes in turn, and get what is right. */
        USUAL,
        /** All of them begin at the first node. */
        TOGETHER,
        /** One record in twenty-one is wrong. */
        FLAWED,
        /** Have notifications that are weeks old. */
        OLD
    }
}
