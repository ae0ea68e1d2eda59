/** The deployable. It serves streams and the HTTP API, ingests, or both. */
@NullMarked
package dev.notification.stream;

import org.jspecify.annotations.NullMarked;
