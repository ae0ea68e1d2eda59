/** Histories written by hand, legal and not. */
@NullMarked
package dev.notification.reliability.history;

import org.jspecify.annotations.NullMarked;
