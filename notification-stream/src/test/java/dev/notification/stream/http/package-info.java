@NullMarked
package dev.notification.stream.http;

import org.jspecify.annotations.NullMarked;
