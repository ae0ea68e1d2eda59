/** What the protocol demands, check by check (C01 to C57), on sockets and real servers. */
@NullMarked
package dev.notification.stream.conformance;

import org.jspecify.annotations.NullMarked;
