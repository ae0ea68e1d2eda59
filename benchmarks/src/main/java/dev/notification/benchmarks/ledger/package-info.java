/** What admins and readers ask, on a database with millions of deliveries. */
@NullMarked
package dev.notification.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;
