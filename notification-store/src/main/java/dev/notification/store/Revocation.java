package dev.notification.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a recipient's older credentials count no longer.
 *
 * @param revokedBefore by the clock of the database, to the microsecond
 */
public record Revocation(String recipient, Instant revokedBefore) {

    /**
     * Whether it covers a credential issued then, or at an unknown time. An {@code iat} has whole seconds, rounded down: one
     * issued before the revocation is always covered, one issued in the rest of the same second too, one issued in a later
     * second never.
     */
    public boolean covers(@Nullable Instant issuedAt) {
        return issuedAt == null || !issuedAt.isAfter(revokedBefore);
    }
}
