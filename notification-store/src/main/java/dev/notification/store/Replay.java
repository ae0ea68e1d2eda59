package dev.notification.store;

/** What became of a wish to replay a rejection. */
public sealed interface Replay {

    /** It was written, to this place of the topic of notifications. */
    record Done(int partition, long offset) implements Replay {}

    /** It was not, and trying again does not help. */
    enum Refused implements Replay {
        /** No record was refused at this place, or retention forgot it. */
        UNKNOWN,
        /** The dead-letter topic has only the beginning of the record. */
        TRUNCATED,
        /** The dead-letter topic does not have it any more. */
        GONE,
        /** The topic of notifications takes no record as large as this. */
        TOO_LARGE
    }
}
