/** Measures steps of the way out from inside their package. */
@NullMarked
package dev.notification.stream.connection;

import org.jspecify.annotations.NullMarked;
