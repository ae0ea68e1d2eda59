@NullMarked
package dev.notification.stream.revocation;

import org.jspecify.annotations.NullMarked;
