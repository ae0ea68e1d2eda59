package dev.notification.store;

import java.time.Instant;

/**
 * Asks for unsettled deliveries of one inbox.
 *
 * @param after for each lane, in the order of {@code Priority}, the sequence up to which the reader has all it wants
 * @param resumedThrough up to this sequence only deliveries are wanted that were last sent, or were stored and never marked as
 *     sent, before {@code dueBefore}: what a resumed cursor covers is not repeated at once, even when its sent mark is still on
 *     its way
 * @param dueBefore see {@code resumedThrough}
 * @param limit most deliveries of one lane
 * @param maxBytes most bytes of content of one lane; its first delivery comes whatever its size
 */
public record PageRequest(
        String recipient, Lanes after, long resumedThrough, Instant dueBefore, int limit, int maxBytes) {}
