@org.jspecify.annotations.NullMarked
package dev.notification.store.health;
