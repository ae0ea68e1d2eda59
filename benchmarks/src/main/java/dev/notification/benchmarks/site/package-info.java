/** What is measured: servers, the deployable on them, and the processor time that all of it takes. */
@NullMarked
package dev.notification.benchmarks.site;

import org.jspecify.annotations.NullMarked;
