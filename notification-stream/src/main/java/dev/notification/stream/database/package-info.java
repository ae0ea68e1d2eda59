/** The way from the event loop to the database: one bounded executor, calls gathered into batches, and calls repeated. */
@NullMarked
package dev.notification.stream.database;

import org.jspecify.annotations.NullMarked;
