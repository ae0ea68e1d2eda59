package dev.notification.store;

import java.time.Instant;

/**
 * That a delivery was written to a stream.
 *
 * @param sentAt when
 * @param attempt as which attempt
 * @param settles whether that settled it: no ack is required
 */
public record SentMark(String recipient, long seq, Instant createdAt, Instant sentAt, int attempt, boolean settles) {

    /** The mark of a delivery that was written just now. */
    public static SentMark of(String recipient, Delivery delivery, Instant now) {
        return new SentMark(
                recipient, delivery.seq(), delivery.createdAt(), now, delivery.attempt(), !delivery.ackRequired());
    }
}
