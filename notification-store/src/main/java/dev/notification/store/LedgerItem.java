package dev.notification.store;

import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param delivery in a search through one inbox the delivery in it, else null
 */
public record LedgerItem(LedgerEntry entry, @Nullable LedgerDelivery delivery) {}
