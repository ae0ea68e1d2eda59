/** Stream tickets: what stands for a token in the URL of a stream, and for nothing else. */
@NullMarked
package dev.notification.stream.ticket;

import org.jspecify.annotations.NullMarked;
