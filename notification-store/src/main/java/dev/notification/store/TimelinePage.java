package dev.notification.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of one inbox, newest first.
 *
 * @param before what to ask for to see the next page, null at the end
 */
public record TimelinePage(List<Timeline> items, @Nullable Long before) {}
