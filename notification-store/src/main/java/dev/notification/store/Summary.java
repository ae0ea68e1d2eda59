package dev.notification.store;

/** Counts of one inbox. */
public record Summary(long head, long unacked, long unread) {}
