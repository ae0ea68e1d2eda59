/** What readiness shows of the database, its schema and Kafka, looked at in the background. */
@NullMarked
package dev.notification.store.health;

import org.jspecify.annotations.NullMarked;
