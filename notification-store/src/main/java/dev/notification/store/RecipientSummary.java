package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One inbox in figures.
 *
 * @param unackedSince when the oldest of the unacked was stored, null when there is none
 * @param lastAckAt when an ack last settled something that is still kept, null if never
 */
public record RecipientSummary(
        long head,
        long unacked,
        long unread,
        @Nullable Instant unackedSince,
        @Nullable Instant lastAckAt) {}
