/** Acks and read marks: from the request, through batches, to the answer after the commit. */
@NullMarked
package dev.notification.stream.ack;

import org.jspecify.annotations.NullMarked;
