@NullMarked
package dev.notification.stream.publish;

import org.jspecify.annotations.NullMarked;
