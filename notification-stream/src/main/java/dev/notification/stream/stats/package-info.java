/** What all processes count, at once and once a second. */
@NullMarked
package dev.notification.stream.stats;

import org.jspecify.annotations.NullMarked;
