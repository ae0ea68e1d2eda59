/** Tests of what hurts connections and arrivals. */
@NullMarked
package dev.notification.reliability.proxy;

import org.jspecify.annotations.NullMarked;
