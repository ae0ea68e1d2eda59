/** The management port: liveness, readiness and metrics, and nothing else. */
@NullMarked
package dev.notification.stream.management;

import org.jspecify.annotations.NullMarked;
