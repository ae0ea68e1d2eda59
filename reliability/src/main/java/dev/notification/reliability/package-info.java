/** Experiments that hurt the running service, and the checks of what its clients saw. */
@NullMarked
package dev.notification.reliability;

import org.jspecify.annotations.NullMarked;
