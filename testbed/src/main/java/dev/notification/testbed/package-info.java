/** The deployable and its servers as processes of their own, to be started, hurt and measured from outside. */
@NullMarked
package dev.notification.testbed;

import org.jspecify.annotations.NullMarked;
