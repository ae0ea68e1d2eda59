package dev.notification.store;

import java.util.UUID;

/**
 * This process, as the store knows it.
 *
 * @param id the number that deliveries name it by; the same for every process of this name
 * @param name {@code notification.node.name}, by default host and port
 * @param instance drawn at the start of the process
 */
public record Node(int id, String name, UUID instance) {}
