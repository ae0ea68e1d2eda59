/** SSE clients that others wrote, at real nodes. */
@NullMarked
package dev.notification.stream.clients;

import org.jspecify.annotations.NullMarked;
