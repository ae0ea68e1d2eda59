/** Between those who announce arrivals and those who listen, where they can be lost, doubled and shuffled. */
@NullMarked
package dev.notification.reliability.relay;

import org.jspecify.annotations.NullMarked;
