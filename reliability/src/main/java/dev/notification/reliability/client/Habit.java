package dev.notification.reliability.client;

/** How a device goes on after its stream ended. */
enum Habit {
    /** From the last id that it saw; its acks are requests of their own. */
    RESUMES,
    /** From the last id that it saw, which acks what came up to there: plain {@code EventSource} without a line of code. */
    ACKS_BY_RESUMING,
    /** As one that was never here. */
    FORGETS
}
