@NullMarked
package dev.notification.stream.ticket;

import org.jspecify.annotations.NullMarked;
