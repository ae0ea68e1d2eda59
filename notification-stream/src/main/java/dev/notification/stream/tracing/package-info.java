/** The switch of tracing. What is traced, the store's {@link dev.notification.store.Traces} say. */
@NullMarked
package dev.notification.stream.tracing;

import org.jspecify.annotations.NullMarked;
