package dev.notification.store;

import java.util.List;

/**
 * What admins changed. Entries are added with the changes themselves, and never changed or deleted. Blocks on the database and
 * throws Spring's {@code DataAccessException} when it does not answer.
 */
public interface AuditTrail {

    /** Newest first. */
    List<AuditEntry> list(AuditQuery query);
}
