package dev.notification.store;

/** A place in the deliveries of one notification, which are in the order of inboxes and sequences. */
public record DeliveryPosition(long inbox, long seq) {
    /** Before the first one. */
    public static final DeliveryPosition START = new DeliveryPosition(0, 0);
}
