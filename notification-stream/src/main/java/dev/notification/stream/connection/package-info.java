/**
 * The stream: connections of recipients, what each sends and when. {@link StreamState} decides, everything around it carries.
 */
@NullMarked
package dev.notification.stream.connection;

import org.jspecify.annotations.NullMarked;
