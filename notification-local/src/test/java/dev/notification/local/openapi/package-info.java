/** Tests of how routes and words come together. */
@NullMarked
package dev.notification.local.openapi;

import org.jspecify.annotations.NullMarked;
