/** What grows with what is stored, and what is dropped again. */
@NullMarked
package dev.notification.benchmarks.history;

import org.jspecify.annotations.NullMarked;
