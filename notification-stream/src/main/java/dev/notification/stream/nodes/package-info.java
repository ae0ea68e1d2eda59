/** What nodes ask each other: the connections of a recipient, wherever they are. */
@NullMarked
package dev.notification.stream.nodes;

import org.jspecify.annotations.NullMarked;
