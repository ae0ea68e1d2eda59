/** A TCP proxy whose connections can be hurt while they are open, and a balancer on the same code. */
@NullMarked
package dev.notification.reliability.proxy;

import org.jspecify.annotations.NullMarked;
