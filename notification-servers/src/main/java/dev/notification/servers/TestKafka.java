package dev.notification.servers;

/**
 * The Kafka that the tests of this JVM share; every test makes Kafka topics and groups of its own in it, none is made by use.
 *
 * @param bootstrapServers host and port for clients
 */
public record TestKafka(String bootstrapServers) {}
