/** Tests of what hurts connections and arrivals. */
@NullMarked
package dev.notification.reliability.relay;

import org.jspecify.annotations.NullMarked;
