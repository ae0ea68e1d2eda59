/** Verbs that hurt a site. Each says afterwards how often its fault really happened: one that did not proves nothing. */
@NullMarked
package dev.notification.reliability.nemesis;

import org.jspecify.annotations.NullMarked;
