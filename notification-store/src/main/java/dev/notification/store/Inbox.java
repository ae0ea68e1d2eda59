package dev.notification.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The recipients' inboxes: what is in them, what of it is settled, and how that changes.
 *
 * <p>Every method takes many requests and costs a constant number of SQL statements, however many they are. Answers come
 * in the order of the requests. All methods block on the database and throw Spring's {@code DataAccessException} when it
 * does not answer; none changes anything unless it returns.
 */
public interface Inbox {

    /** What a stream needs to know of each recipient before its first frame; zeros for one never seen. */
    List<Opening> open(List<String> recipients);

    /** Reads unsettled deliveries after the given positions, each page from one snapshot. */
    List<Page> read(List<PageRequest> requests);

    /** The store's epoch and the head of each inbox, 0 for one never seen. */
    Heads heads(List<String> recipients);

    /** Makes durable that deliveries were written to a stream, which settles some. Harmless to repeat. */
    void markSent(List<SentMark> marks);

    /**
     * Settles as exhausted what was offered in so many rounds and is still unsettled; no stream sends it from then on. An ack
     * still counts.
     *
     * @param attempts rounds used up, the first included
     */
    void exhaust(List<Place> places, int attempts);

    /**
     * Settles what is named, and tells all stream nodes after the commit. Of a recipient who names very much only a part is
     * changed at once, so that nobody waits for it: see {@link AckResult#unfinished()}.
     *
     * @param marks sent marks not yet durable for these recipients; they count for {@link AckRequest#sentUpTo()} and are
     *     durable when this returns
     */
    List<AckResult> ack(List<AckRequest> requests, List<SentMark> marks);

    /** The newest deliveries before a sequence, newest first. */
    List<InboxItem> list(String recipient, InboxFilter filter, OptionalLong before, int limit, Instant now);

    /** One delivery of this recipient's inbox. */
    Optional<InboxItem> find(String recipient, long seq, Instant now);

    /** Counts of one inbox; zeros for a recipient never seen. */
    Summary summary(String recipient);
}
