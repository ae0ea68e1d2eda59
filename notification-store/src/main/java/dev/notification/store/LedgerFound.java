package dev.notification.store;

import java.util.Map;

/**
 * A notification and how it stands with its audience.
 *
 * @param audience how many recipients it is for
 * @param deliveries how many deliveries it has: more than recipients when it was sent again
 * @param states deliveries in each state, every state there is
 * @param read deliveries that were marked as read, whatever their state
 */
public record LedgerFound(
        LedgerEntry entry, long audience, long deliveries, Map<DeliveryState, Long> states, long read) {}
