/** Real PostgreSQL and Kafka servers without an installation, for local mode and for tests. */
@NullMarked
package dev.notification.servers;

import org.jspecify.annotations.NullMarked;
