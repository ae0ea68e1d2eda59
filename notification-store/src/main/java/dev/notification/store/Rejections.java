package dev.notification.store;

import java.util.List;

/**
 * Records that were refused for good, one entry for each. All methods block, and throw Spring's {@code DataAccessException}
 * when the database does not answer.
 */
public interface Rejections {

    /** Newest first. */
    List<RejectionEntry> list(RejectionQuery query);

    /**
     * Writes the record that was refused at this place, the newest if a topic began anew, to the topic of notifications again:
     * with its key, value and headers, and into its partition if there is one of that number. The broker has it when this
     * returns, the entry says when, and the audit who it was. Done again it is written again, and so it may be after a failure
     * of which nobody knows how far it came: the idempotency key absorbs what was stored already. Blocks for up to 10 s of
     * Kafka's time.
     *
     * @throws org.springframework.dao.DataAccessException also when Kafka does not answer
     */
    Replay replay(int partition, long offset, Author author);
}
