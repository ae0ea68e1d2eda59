/** Stream tickets and revocations in PostgreSQL. */
@NullMarked
package dev.notification.store.access;

import org.jspecify.annotations.NullMarked;
