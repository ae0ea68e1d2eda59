/** What clients did and saw, in the order of one clock, and whether that is what a correct service can cause. */
@NullMarked
package dev.notification.reliability.history;

import org.jspecify.annotations.NullMarked;
