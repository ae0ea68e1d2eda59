package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification, as admins see it.
 *
 * @param content what it says; without its data in lists
 * @param dataBytes how large the data are, as they are stored; null when it has none
 * @param ackRequired false for {@code ackpolicy} {@code none}
 */
public record LedgerEntry(Content content, @Nullable Integer dataBytes, boolean ackRequired, Instant storedAt) {}
