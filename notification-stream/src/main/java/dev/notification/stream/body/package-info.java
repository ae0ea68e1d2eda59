/** Reading request bodies within bounds. */
@NullMarked
package dev.notification.stream.body;

import org.jspecify.annotations.NullMarked;
