/** Tests of local mode, the integration tests on the whole process as a user starts it. */
@NullMarked
package dev.notification.local;

import org.jspecify.annotations.NullMarked;
