/** Tests of the servers: what they keep, and what they say when they cannot start. */
@NullMarked
package dev.notification.servers;

import org.jspecify.annotations.NullMarked;
