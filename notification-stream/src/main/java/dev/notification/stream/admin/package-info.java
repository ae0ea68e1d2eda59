/** What operators change: paths under {@code /v1/admin}, scope {@code notifications.admin}. */
@NullMarked
package dev.notification.stream.admin;

import org.jspecify.annotations.NullMarked;
