package dev.notification.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of one notification.
 *
 * @param next where the next page begins, null when there is none
 */
public record DeliveryPage(
        List<LedgerDelivery> items, @Nullable DeliveryPosition next) {}
