/**
 * What producers and the service share: the notification, its CloudEvents codec, the names used in Kafka, and the
 * publisher.
 *
 * <pre>{@code
 * Notification shipped = Notification.builder()
 *         .source("/orders")
 *         .type("order.shipped")
 *         .recipient("alice")
 *         .priority(Priority.HIGH)
 *         .data(Data.json("{\"order\":17}"))
 *         .build();
 *
 * try (NotificationPublisher publisher = new NotificationPublisher(Map.of("bootstrap.servers", "localhost:9092"))) {
 *     publisher.publish(shipped).join(); // returns once all in-sync replicas have it
 * }
 * }</pre>
 *
 * Give the builder an id of your own (the order's number, the key of the row) wherever the publishing may be repeated:
 * a second notification with the same source and id changes nothing.
 */
@NullMarked
package dev.notification.api;

import org.jspecify.annotations.NullMarked;
