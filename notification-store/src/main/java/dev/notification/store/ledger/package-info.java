/** Where notifications are: what admins look up. Only reads. */
@NullMarked
package dev.notification.store.ledger;

import org.jspecify.annotations.NullMarked;
