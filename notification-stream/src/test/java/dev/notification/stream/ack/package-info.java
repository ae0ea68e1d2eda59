@NullMarked
package dev.notification.stream.ack;

import org.jspecify.annotations.NullMarked;
