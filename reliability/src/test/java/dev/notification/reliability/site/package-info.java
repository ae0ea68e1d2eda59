/** That a site comes up, is hurt, and recovers. */
@NullMarked
package dev.notification.reliability.site;

import org.jspecify.annotations.NullMarked;
