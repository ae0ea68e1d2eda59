/** The Kafka topics and the clients that read and write them. */
@NullMarked
package dev.notification.store.kafka;

import org.jspecify.annotations.NullMarked;
