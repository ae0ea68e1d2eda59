/** A site: everything that a notification passes through, each in processes of its own, with a link between any two. */
@NullMarked
package dev.notification.reliability.site;

import org.jspecify.annotations.NullMarked;
