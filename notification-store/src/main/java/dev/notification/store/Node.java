package dev.notification.store;

import java.util.UUID;

/**
 * This process, as the store knows it.
 *
 * @param name {@code notification.node.name}, by default host and port
 * @param instance drawn at the start of the process
 */
public record Node(String name, UUID instance) {}
