package dev.notification.stream.connection;

import dev.notification.store.Delivery;
import java.time.Instant;
import java.util.OptionalInt;

/** Which attempt a delivery is shown as, and when it is due again. Pure. */
record Rounds(RedeliveryProperties redelivery, boolean cursorAcks) {

    /**
     * The attempt of a delivery that is new to its stream: connecting repeats the current one, unless the client has seen
     * that and its time is over.
     *
     * @param seen whether the client's cursor covers it
     * @return empty when its last round is over
     */
    OptionalInt first(Delivery delivery, boolean seen, Instant now) {
        Instant sentAt = delivery.sentAt();
        boolean over = sentAt != null && !end(delivery, sentAt).isAfter(now);
        if (over && redelivery.isLast(delivery.attempt())) return OptionalInt.empty();
        return OptionalInt.of(over && seen ? delivery.attempt() + 1 : delivery.attempt());
    }

    /** The attempt of a repeat. Each stream shows a round once; whichever shows it first raises the number for all. */
    int next(Delivery delivery, int shown) {
        return Math.max(delivery.attempt(), shown + 1);
    }

    /** When something has to happen about a delivery in flight, {@link Instant#MAX} for never. */
    Instant due(Delivery delivery, Instant sentAt) {
        if (cursorAcks) return sentAt.plus(redelivery.turnAfter());
        Instant end = end(delivery, sentAt);
        Instant expiry = delivery.expiresAt();
        if (expiry != null && expiry.isBefore(end)) return expiry;
        return end.isAfter(delivery.createdAt().plus(redelivery.redeliveryWindow())) ? Instant.MAX : end;
    }

    private Instant end(Delivery delivery, Instant sentAt) {
        return sentAt.plus(redelivery.waitAfter(delivery.attempt()));
    }
}
