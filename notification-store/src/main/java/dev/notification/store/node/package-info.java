/** Processes by name and number, and their heartbeats. */
@NullMarked
package dev.notification.store.node;

import org.jspecify.annotations.NullMarked;
