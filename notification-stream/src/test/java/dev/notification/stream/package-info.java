@NullMarked
package dev.notification.stream;

import org.jspecify.annotations.NullMarked;
