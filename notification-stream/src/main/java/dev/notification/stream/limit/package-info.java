/** How often one recipient may ask for something, and how large what an operator sets may be. */
@NullMarked
package dev.notification.stream.limit;

import org.jspecify.annotations.NullMarked;
