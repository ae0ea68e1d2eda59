package dev.notification.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One delivery and what happened to it.
 *
 * @param key what names its notification, null when that was erased
 * @param type of the notification, null when that was erased
 * @param events newest first
 */
public record Timeline(
        LedgerDelivery delivery,
        @Nullable NotificationKey key,
        @Nullable String type,
        List<TimelineEvent> events) {}
