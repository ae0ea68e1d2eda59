package dev.notification.stream.security;

import java.util.List;

/**
 * Paths that anybody may use without a credential; every bean of this type counts.
 *
 * @param patterns as Spring's {@code PathPattern} reads them
 */
public record OpenPaths(List<String> patterns) {}
