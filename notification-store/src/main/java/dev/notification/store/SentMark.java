package dev.notification.store;

import java.time.Instant;

/** That a delivery was written to a stream, when, and as which attempt. */
public record SentMark(String recipient, long seq, Instant createdAt, Instant sentAt, int attempt) {}
