package dev.notification.store;

import java.util.List;

/** Heads of inboxes in the order asked for, and the epoch they belong to. */
public record Heads(StoreEpoch epoch, List<Long> heads) {}
