/** Whether anything is traced. */
@NullMarked
package dev.notification.store.tracing;

import org.jspecify.annotations.NullMarked;
