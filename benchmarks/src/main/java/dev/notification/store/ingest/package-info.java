/** Measures steps of ingest from inside its package. */
@NullMarked
package dev.notification.store.ingest;

import org.jspecify.annotations.NullMarked;
