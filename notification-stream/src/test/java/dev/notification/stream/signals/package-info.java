/** Alarm rules and the dashboard, as the files under {@code deploy} have them. */
@org.jspecify.annotations.NullMarked
package dev.notification.stream.signals;
