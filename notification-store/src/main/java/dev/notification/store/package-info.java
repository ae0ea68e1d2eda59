/** The ports of the store and their records; what lies in the subpackages is nobody else's business. */
@NullMarked
package dev.notification.store;

import org.jspecify.annotations.NullMarked;
