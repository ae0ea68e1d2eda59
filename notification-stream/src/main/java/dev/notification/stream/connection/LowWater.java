package dev.notification.stream.connection;

import dev.notification.store.Lanes;

/**
 * Which frames carry an id. Pure. The low-water mark is the highest position from which a client may resume without missing
 * anything: below it everything was sent on this stream, is settled, is left out by its filter, or was covered by the cursor
 * it came with. A frame carries its sequence as id only at or below the mark, and ids only rise.
 *
 * @param mark the low-water mark
 * @param lastId the highest id the client was given, or came with
 */
record LowWater(long mark, long lastId) {

    /**
     * Where a stream begins.
     *
     * @param resume from where the client resumes
     * @param sent up to where each lane has nothing left to send
     */
    static LowWater at(Resume resume, Lanes sent) {
        return new LowWater(Math.max(resume.after(), sent.lowest()), resume.after());
    }

    /** The mark never falls, and follows the lane that is furthest behind. */
    LowWater reached(Lanes sent) {
        return sent.lowest() <= mark ? this : new LowWater(sent.lowest(), lastId);
    }

    /** Whether a frame of this sequence carries it as id. */
    boolean givesIdTo(long seq) {
        return lastId < seq && seq <= mark;
    }

    /** After a frame or a bookmark with this id. */
    LowWater given(long id) {
        return new LowWater(mark, id);
    }

    /** Whether the client could resume from further on than it knows. */
    boolean isAhead() {
        return mark > lastId;
    }
}
