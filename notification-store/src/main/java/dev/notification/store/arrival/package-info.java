/** Arrivals over a Kafka topic that every stream node reads whole. */
@NullMarked
package dev.notification.store.arrival;

import org.jspecify.annotations.NullMarked;
