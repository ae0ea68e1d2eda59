/** From Kafka records to rows: decode, one transaction per poll, then the announcement. */
@NullMarked
package dev.notification.store.ingest;

import org.jspecify.annotations.NullMarked;
