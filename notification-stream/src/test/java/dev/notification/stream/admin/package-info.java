@NullMarked
package dev.notification.stream.admin;

import org.jspecify.annotations.NullMarked;
