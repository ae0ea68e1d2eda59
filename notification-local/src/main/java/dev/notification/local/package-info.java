/** Local mode: the deployable with PostgreSQL, Kafka, a token issuer and a page around it, for one machine and loopback only. */
@NullMarked
package dev.notification.local;

import org.jspecify.annotations.NullMarked;
