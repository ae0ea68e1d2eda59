/** Who changed what: rows that are only ever added. */
@NullMarked
package dev.notification.store.audit;

import org.jspecify.annotations.NullMarked;
