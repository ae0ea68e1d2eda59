@NullMarked
package dev.notification.stream.security;

import org.jspecify.annotations.NullMarked;
