@NullMarked
package dev.notification.stream.inbox;

import org.jspecify.annotations.NullMarked;
