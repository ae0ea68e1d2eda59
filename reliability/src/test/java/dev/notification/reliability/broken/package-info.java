/**
 * Put beside the real deployable in tests, and nowhere else: dies at named steps, and defects that violate what the checker
 * checks. Without a property {@code reliability.*} none of it does anything.
 */
@NullMarked
package dev.notification.reliability.broken;

import org.jspecify.annotations.NullMarked;
