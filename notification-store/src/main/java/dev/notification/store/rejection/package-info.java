/** What was refused for good, for admins to look through and to try again. */
@NullMarked
package dev.notification.store.rejection;

import org.jspecify.annotations.NullMarked;
