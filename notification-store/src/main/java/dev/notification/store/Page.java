package dev.notification.store;

import java.util.List;

/**
 * What one snapshot of an inbox held for a {@link PageRequest}.
 *
 * @param head the inbox's head in that snapshot
 * @param deliveries by lane, then by sequence
 * @param through for each lane, the sequence up to which this page is complete: the lane's last delivery here, or the head
 *     when the lane had no more
 */
public record Page(String recipient, long head, List<Delivery> deliveries, Lanes through) {}
