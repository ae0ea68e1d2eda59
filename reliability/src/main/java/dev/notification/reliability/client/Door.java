package dev.notification.reliability.client;

/**
 * Where clients of one stream node knock.
 *
 * @param name of the node
 * @param port on 127.0.0.1
 */
record Door(String name, int port) {}
