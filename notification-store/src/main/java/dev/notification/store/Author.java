package dev.notification.store;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a change that the audit keeps.
 *
 * @param name the {@code sub} of the token
 * @param address numeric IP address the request came from, null when unknown
 */
public record Author(String name, @Nullable String address) {}
