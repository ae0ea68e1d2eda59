@NullMarked
package dev.notification.stream.testing;

import org.jspecify.annotations.NullMarked;
