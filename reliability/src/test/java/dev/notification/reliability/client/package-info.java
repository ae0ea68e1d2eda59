/** What clients make of bytes. */
@NullMarked
package dev.notification.reliability.client;

import org.jspecify.annotations.NullMarked;
