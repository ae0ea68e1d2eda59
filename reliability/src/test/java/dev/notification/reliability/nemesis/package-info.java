/** That each way of hurting a site really hurts it, says so, and is survived. */
@NullMarked
package dev.notification.reliability.nemesis;

import org.jspecify.annotations.NullMarked;
