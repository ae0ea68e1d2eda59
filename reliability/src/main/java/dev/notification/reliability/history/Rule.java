package dev.notification.reliability.history;

/** What a correct service never causes. */
public enum Rule {
    /** Accepted from its producer, and neither stored nor rejected in the end. */
    LOST,
    /** In one inbox twice. */
    DUPLICATE,
    /** An inbox is not 1..head. */
    GAP,
    /** Sequences of one recipient against the offsets of one partition. */
    INVERSION,
    /** Stored or framed, and produced by nobody. */
    PHANTOM,
    /** Stored for or framed to another recipient than it was produced for. */
    FOREIGN,
    /** Framed after its ack was confirmed. */
    REDELIVERED,
    /** The position moved over, or a backlog ended without, what was unsettled and not sent here. */
    HOLE,
    /** Ids that do not increase, or one delivery twice within ack-wait on one connection. */
    NON_MONOTONIC,
    /** Confirmed as acked and unsettled in the end. */
    FALSE_ACK,
    /** Acked in the end, and nobody asked for it. */
    UNASKED_ACK,
    /** A record refused that is right, or one stored that is not, or refused with another code. */
    MISJUDGED,
    /** A cursor not honoured, or an epoch changed, without a word. */
    UNANNOUNCED_RESET,
    /** More threads, descriptors, sessions or heap after the faults than before. */
    BASELINE,
    /** Readers that found different things in the end. */
    READS_DIFFER,
    /** The history says less than a verdict needs: no final read, or a process without a baseline. */
    VACUOUS
}
