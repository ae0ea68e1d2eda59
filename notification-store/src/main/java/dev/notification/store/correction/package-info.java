/** What admins change of stored notifications: cancel, expire, resend, erase. */
@NullMarked
package dev.notification.store.correction;

import org.jspecify.annotations.NullMarked;
