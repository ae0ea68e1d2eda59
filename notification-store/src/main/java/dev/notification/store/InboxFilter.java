package dev.notification.store;

/** Which deliveries of an inbox to list. */
public enum InboxFilter {
    /** Unsettled. */
    UNACKED,
    /** Never marked as read. */
    UNREAD,
    /** Everything that retention still keeps. */
    ALL
}
