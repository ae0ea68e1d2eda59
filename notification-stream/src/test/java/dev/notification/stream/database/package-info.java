@NullMarked
package dev.notification.stream.database;

import org.jspecify.annotations.NullMarked;
