package dev.notification.store;

/** Where a delivery is. */
public record Place(String recipient, long seq) {}
