package dev.notification.reliability.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of an operations log. Times are nanoseconds of one monotonic clock; {@code begun} is taken before the request
 * left, {@code at} after the answer came, so that the truth lies between them.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Observation.Produced.class, name = "produced"),
    @JsonSubTypes.Type(value = Observation.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Observation.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Observation.Framed.class, name = "framed"),
    @JsonSubTypes.Type(value = Observation.Moved.class, name = "moved"),
    @JsonSubTypes.Type(value = Observation.Reset.class, name = "reset"),
    @JsonSubTypes.Type(value = Observation.CaughtUp.class, name = "caught-up"),
    @JsonSubTypes.Type(value = Observation.Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = Observation.Acked.class, name = "acked"),
    @JsonSubTypes.Type(value = Observation.Faulted.class, name = "fault"),
    @JsonSubTypes.Type(value = Observation.Sampled.class, name = "sample"),
    @JsonSubTypes.Type(value = Observation.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = Observation.Dropped.class, name = "dropped"),
    @JsonSubTypes.Type(value = Observation.Read.class, name = "read")
})
public sealed interface Observation {

    /** When it was known. */
    long at();

    /**
     * A notification was produced; partition and offset are -1 where the producer does not learn them. One that the contract
     * refuses has the code that it must be refused with.
     */
    record Produced(
            long at,
            long begun,
            String recipient,
            String key,
            Outcome outcome,
            int partition,
            long offset,
            @Nullable String refusal)
            implements Observation {}

    /** A connection was asked for, at the moment before the request left. */
    record Opened(
            long at,
            long connection,
            String recipient,
            String node,
            @Nullable String cursor,
            boolean cursorAcks) implements Observation {}

    /** {@code stream.ready}. */
    record Ready(long at, long connection, String epoch, long head, boolean resumed) implements Observation {}

    /** A notification frame; a repeat and an overtaking one have no id. */
    record Framed(long at, long connection, @Nullable String id, long seq, int attempt, String key)
            implements Observation {}

    /** A block with nothing but an id. */
    record Moved(long at, long connection, String id) implements Observation {}

    /** {@code stream.reset}. */
    record Reset(long at, long connection, String id, String reason) implements Observation {}

    /** {@code stream.caught-up}. */
    record CaughtUp(long at, long connection, long head) implements Observation {}

    /** The end of a connection, with the server's reason or the client's word for what happened. */
    record Closed(long at, long connection, String reason) implements Observation {}

    /** An ack request; {@code upTo} is 0 without one, the status 0 without an answer. */
    record Acked(long at, long begun, String recipient, List<Span> spans, long upTo, Outcome outcome, int status)
            implements Observation {}

    /** What a nemesis did, and whether it really happened. */
    record Faulted(long at, String name, boolean happened, String what) implements Observation {}

    /** Resources of a process, before the first fault and after the last. */
    record Sampled(
            long at, String process, boolean after, long threads, long descriptors, long sessions, long heapBytes)
            implements Observation {}

    /** A record that the dead-letter topic holds in the end. */
    record Rejected(long at, String key, String code) implements Observation {}

    /** Retention is certainly over for everything of this recipient up to this sequence, which was unsettled. */
    record Dropped(long at, String recipient, long through) implements Observation {}

    /** One inbox as one reader found it in the end; a reader that is not complete sees what is unsettled only. */
    record Read(long at, String reader, boolean complete, String recipient, long head, List<Row> rows)
            implements Observation {}

    /** Sequences from first to last. */
    record Span(long first, long last) {}

    /** One delivery in the end; a state of the contract, {@code settled} for settled in a way that the reader cannot name. */
    record Row(long seq, String key, String state) {

        boolean isUnsettled() {
            return "pending".equals(state) || "sent".equals(state);
        }

        boolean isAcked() {
            return "acked".equals(state);
        }
    }
}
