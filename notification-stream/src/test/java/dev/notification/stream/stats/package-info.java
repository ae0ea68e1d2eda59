@NullMarked
package dev.notification.stream.stats;

import org.jspecify.annotations.NullMarked;
