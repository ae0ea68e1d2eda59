package dev.notification.store;

import org.jspecify.annotations.Nullable;

/**
 * A change that an admin made.
 *
 * @param key its place among the others
 * @param author who, and from where
 * @param action such as {@code revoke} or {@code replay}
 * @param recipient whose inbox or credentials were changed, null when it was not one recipient
 * @param notification which one was changed, null when it was not one
 * @param detail a JSON object: what else the action was given, and what it changed
 */
public record AuditEntry(
        PageKey key,
        Author author,
        String action,
        @Nullable String recipient,
        @Nullable NotificationKey notification,
        String detail) {}
