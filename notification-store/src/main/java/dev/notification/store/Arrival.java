package dev.notification.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened in an inbox. {@code epochId} is {@link StoreEpoch#id()} of the store it happened in. */
public sealed interface Arrival {

    /** Whose inbox. */
    String recipient();

    /** In which life of the store. */
    long epochId();

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
}
