@NullMarked
package dev.notification.stream.problem;

import org.jspecify.annotations.NullMarked;
