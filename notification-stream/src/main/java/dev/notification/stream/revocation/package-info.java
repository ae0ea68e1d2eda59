/** Whose credentials count no longer, as every node knows it in memory. */
@NullMarked
package dev.notification.stream.revocation;

import org.jspecify.annotations.NullMarked;
