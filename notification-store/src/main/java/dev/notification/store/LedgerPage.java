package dev.notification.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notifications, newest first.
 *
 * @param next the last place that was looked at, after which the next page begins; null when there is nothing beyond
 */
public record LedgerPage(List<LedgerItem> items, @Nullable LedgerPosition next) {}
