/** What a recipient can look up of its inbox. */
@NullMarked
package dev.notification.stream.inbox;

import org.jspecify.annotations.NullMarked;
