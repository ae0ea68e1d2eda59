/** Tests of the auto-configuration. */
@NullMarked
package dev.notification.api.spring;

import org.jspecify.annotations.NullMarked;
