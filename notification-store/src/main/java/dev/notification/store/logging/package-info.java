/** What may be seen in logs. */
@NullMarked
package dev.notification.store.logging;

import org.jspecify.annotations.NullMarked;
