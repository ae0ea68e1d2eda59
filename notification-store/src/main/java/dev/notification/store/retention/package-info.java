/** Partitions by time: made ahead, dropped when retention is over. */
@NullMarked
package dev.notification.store.retention;

import org.jspecify.annotations.NullMarked;
