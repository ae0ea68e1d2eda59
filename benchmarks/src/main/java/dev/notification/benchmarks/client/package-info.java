/** Producers and clients, light, because they share the processors with what they measure. */
@NullMarked
package dev.notification.benchmarks.client;

import org.jspecify.annotations.NullMarked;
