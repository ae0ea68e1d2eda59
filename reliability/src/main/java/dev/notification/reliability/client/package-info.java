/** Clients as strangers would write them: they produce, read, ack, and log what they saw in the order in which they saw it. */
@NullMarked
package dev.notification.reliability.client;

import org.jspecify.annotations.NullMarked;
