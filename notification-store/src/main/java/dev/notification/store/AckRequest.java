package dev.notification.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recipient's statement "I have these" or, with {@code read}, "the person saw these".
 *
 * @param epoch the cursor epoch the sequences belong to, null when the client did not say
 * @param ranges sequences meant whether they were sent or not; those that do not exist are ignored
 * @param sentUpTo everything up to here that was sent at least once; 0 for none
 * @param read marks as read too
 * @param address numeric IP address it came from, kept for admins; null when unknown
 * @param traceparent of the request that it came with, null when it had none or nobody traces
 */
public record AckRequest(
        String recipient,
        @Nullable String epoch,
        List<SequenceRange> ranges,
        long sentUpTo,
        boolean read,
        @Nullable String address,
        @Nullable String traceparent) {

    /** One that is part of no trace. */
    public AckRequest(
            String recipient,
            @Nullable String epoch,
            List<SequenceRange> ranges,
            long sentUpTo,
            boolean read,
            @Nullable String address) {
        this(recipient, epoch, ranges, sentUpTo, read, address, null);
    }

    /** A request from nobody knows where. */
    public AckRequest(
            String recipient, @Nullable String epoch, List<SequenceRange> ranges, long sentUpTo, boolean read) {
        this(recipient, epoch, ranges, sentUpTo, read, null);
    }

    /** Whether it means this sequence, provided that it was sent. */
    public boolean covers(long seq) {
        return seq <= sentUpTo || names(seq);
    }

    /** Whether it means this sequence, sent or not. */
    public boolean names(long seq) {
        return ranges.stream().anyMatch(range -> range.contains(seq));
    }

    /** The same, part of this trace. */
    public AckRequest tracedBy(@Nullable String parent) {
        return new AckRequest(recipient, epoch, ranges, sentUpTo, read, address, parent);
    }
}
