/** The canary: a notification that this node sends to itself, all the way round, to know that it arrives. */
@NullMarked
package dev.notification.stream.canary;

import org.jspecify.annotations.NullMarked;
