@NullMarked
package dev.notification.stream.limit;

import org.jspecify.annotations.NullMarked;
