package dev.notification.store;

import java.time.Instant;
import java.util.List;

/**
 * What a look at the revocations found.
 *
 * @param asOf when that was, by the clock of the database; where the next look goes on
 */
public record RevocationChanges(List<Revocation> changed, Instant asOf) {}
