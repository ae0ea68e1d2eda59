/** The machine-readable descriptions in {@code docs} against what a node really does. */
@NullMarked
package dev.notification.stream.description;

import org.jspecify.annotations.NullMarked;
