package dev.notification.store;

import java.util.List;

/**
 * What one snapshot of an inbox held for a {@link PageRequest}.
 *
 * @param head the inbox's head in that snapshot
 * @param deliveries by lane, then by sequence: what is new to the reader, and what it asked for again
 * @param covered unsettled deliveries that {@link Covered} holds back, their content empty; by lane, then by sequence
 * @param through for each lane, the sequence up to which this page is complete: the lane's last new delivery here, or the
 *     head when the lane had no more
 * @param againThrough for each lane, the sequence up to which what was asked for again and is not here is settled
 */
public record Page(
        String recipient,
        long head,
        List<Delivery> deliveries,
        List<Delivery> covered,
        Lanes through,
        Lanes againThrough) {}
