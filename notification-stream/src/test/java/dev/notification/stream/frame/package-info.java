@NullMarked
package dev.notification.stream.frame;

import org.jspecify.annotations.NullMarked;
