/** What a benchmark is and how it says what it measured. */
@NullMarked
package dev.notification.benchmarks.report;

import org.jspecify.annotations.NullMarked;
