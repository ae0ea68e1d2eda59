/** Reads and acks over the delivery table. */
@NullMarked
package dev.notification.store.inbox;

import org.jspecify.annotations.NullMarked;
