package dev.notification.api;

/** What came of reading a record: a notification, or the reason why it is none. */
public sealed interface Decoded permits Notification, Rejection {}
