/** Nodes, tokens and clients for tests of the whole deployable. */
@NullMarked
package dev.notification.stream;

import org.jspecify.annotations.NullMarked;
