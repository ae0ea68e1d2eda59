/** The description of the HTTP API: generated from the controllers, completed with words, served in local mode only. */
@NullMarked
package dev.notification.local.openapi;

import org.jspecify.annotations.NullMarked;
