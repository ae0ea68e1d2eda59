/** How often one recipient may ask for something. */
@NullMarked
package dev.notification.stream.limit;

import org.jspecify.annotations.NullMarked;
