package dev.notification.store;

/**
 * An inbox as it stands when a stream opens.
 *
 * @param epoch the epoch of this inbox's cursors
 * @param head the highest sequence, 0 when empty
 * @param unacked how many deliveries are unsettled
 * @param lowestUnsettled the lowest unsettled sequence, {@code head + 1} when there is none
 * @param droppedThrough the highest sequence that retention dropped unsettled, 0 if none
 */
public record Opening(
        String recipient, StoreEpoch epoch, long head, long unacked, long lowestUnsettled, long droppedThrough) {

    /** The epoch part of this inbox's cursors. */
    public String cursorEpoch() {
        return epoch.of(recipient);
    }
}
