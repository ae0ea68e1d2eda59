package dev.notification.store;

import java.time.Instant;

/**
 * Whose credentials are revoked. All methods block on the database and throw Spring's {@code DataAccessException} when it
 * does not answer.
 */
public interface Revocations {

    /**
     * Revokes every credential of this recipient issued until now, durably, and tells all stream nodes. Again it covers what
     * was issued since; it never covers less than before. The audit has who it was.
     */
    Revocation revoke(String recipient, Author author);

    /**
     * What changed since an earlier look, and often some of what that look had already: a change that was committed late is
     * missed by none.
     *
     * @param since {@link RevocationChanges#asOf()} of that look; {@link Instant#EPOCH} for everything
     */
    RevocationChanges changes(Instant since);
}
