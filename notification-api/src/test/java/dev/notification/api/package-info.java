/** Tests of the codec against its rules, against hostile input and against the reference implementation. */
@NullMarked
package dev.notification.api;

import org.jspecify.annotations.NullMarked;
