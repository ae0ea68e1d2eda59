/** Many clients at once: restarts, slow readers, a long run. */
@NullMarked
package dev.notification.stream.load;

import org.jspecify.annotations.NullMarked;
