/** The deployable under load: from a backlog, at a pace, with many connections. */
@NullMarked
package dev.notification.benchmarks.load;

import org.jspecify.annotations.NullMarked;
