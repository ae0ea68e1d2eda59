/** The one place that turns a failure into an answer: problem details (RFC 9457) with stable types. */
@NullMarked
package dev.notification.stream.problem;

import org.jspecify.annotations.NullMarked;
