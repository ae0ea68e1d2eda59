package dev.notification.api;

/** Where a published notification lies in Kafka, once all in-sync replicas have it. */
public record Published(String topic, int partition, long offset) {}
