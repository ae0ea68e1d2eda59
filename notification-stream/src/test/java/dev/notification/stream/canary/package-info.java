@org.jspecify.annotations.NullMarked
package dev.notification.stream.canary;
