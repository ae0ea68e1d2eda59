package dev.notification.store;

import java.util.Set;

/**
 * Which notifications a stream wants. What is filtered out stays as it is.
 *
 * @param types wanted types; empty for all
 * @param topics wanted topics, so that nothing without a topic is wanted; empty for all
 */
public record Filter(Set<String> types, Set<String> topics) {
    /** Wants everything. */
    public static final Filter NONE = new Filter(Set.of(), Set.of());

    public Filter {
        types = Set.copyOf(types);
        topics = Set.copyOf(topics);
    }
}
