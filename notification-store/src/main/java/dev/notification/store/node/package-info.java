/** Processes by name and number. */
@NullMarked
package dev.notification.store.node;

import org.jspecify.annotations.NullMarked;
