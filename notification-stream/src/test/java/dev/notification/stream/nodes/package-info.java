@NullMarked
package dev.notification.stream.nodes;

import org.jspecify.annotations.NullMarked;
