/** Publishing over HTTP, for producers without Kafka. */
@NullMarked
package dev.notification.stream.publish;

import org.jspecify.annotations.NullMarked;
