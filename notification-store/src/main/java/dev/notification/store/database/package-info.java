/** How this service talks to PostgreSQL: session settings, what it refuses to run on, the store's epoch, array parameters. */
@NullMarked
package dev.notification.store.database;

import org.jspecify.annotations.NullMarked;
