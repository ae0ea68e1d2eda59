/** The way from the event loop to the database: one bounded executor, and calls gathered into batches. */
@NullMarked
package dev.notification.stream.database;

import org.jspecify.annotations.NullMarked;
