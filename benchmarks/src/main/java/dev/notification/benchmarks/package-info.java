/** Measures the deployable as a user would meet it: the jar in a process of its own, real servers, real sockets. */
@NullMarked
package dev.notification.benchmarks;

import org.jspecify.annotations.NullMarked;
