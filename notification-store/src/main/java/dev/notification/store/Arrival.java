package dev.notification.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an inbox or to its recipient. {@code epochId} is {@link StoreEpoch#id()} of the store it happened
 * in.
 */
public sealed interface Arrival {

    /** Whose inbox. */
    String recipient();

    /** In which life of the store; {@link #ANY_EPOCH} for what counts in all of them. */
    long epochId();

    /** What happens to credentials has nothing to do with sequences. */
    long ANY_EPOCH = 0;

    /**
     * The inbox grew by one.
     *
     * @param delivery the new delivery, null when its content is too large to travel with the hint
     */
    record Stored(
            String recipient,
            long epochId,
            long seq,
            @Nullable Delivery delivery) implements Arrival {}

    /** Deliveries were newly acked. */
    record Acked(String recipient, long epochId, List<SequenceRange> ranges) implements Arrival {}

    /** Deliveries were newly marked as read. */
    record Read(String recipient, long epochId, List<SequenceRange> ranges) implements Arrival {}

    /** Deliveries are not to be sent any more, though nobody acked them: clients are not told. */
    record Withdrawn(String recipient, long epochId, List<SequenceRange> ranges) implements Arrival {}

    /** A ticket of this recipient opened another stream: those of its uses before this one are to end. */
    record TicketUsed(String recipient, TicketHash ticket, long uses) implements Arrival {
        @Override
        public long epochId() {
            return ANY_EPOCH;
        }
    }

    /** The recipient's credentials issued until then count no longer. Every node hears of it, whatever it wants. */
    record Revoked(String recipient, Instant revokedBefore) implements Arrival {
        @Override
        public long epochId() {
            return ANY_EPOCH;
        }
    }

    /**
     * A node asks all others for their connections of this recipient. Every node hears of it, whatever it wants.
     *
     * @param question drawn by the node that asks
     * @param asker its {@link Node#instance()}
     */
    record Asked(String recipient, long question, UUID asker) implements Arrival {
        @Override
        public long epochId() {
            return ANY_EPOCH;
        }
    }

    /**
     * What a node has to say to that. Every node hears of it, as nobody may want the recipient where it was asked.
     *
     * @param asker whom it is for
     * @param node the {@link Node#name()} of who answers
     * @param instance the {@link Node#instance()} of who answers
     */
    record Answered(
            String recipient, long question, UUID asker, String node, UUID instance, OpenConnections connections)
            implements Arrival {
        @Override
        public long epochId() {
            return ANY_EPOCH;
        }
    }
}
