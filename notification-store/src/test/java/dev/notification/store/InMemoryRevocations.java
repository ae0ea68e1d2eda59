package dev.notification.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Revocations without a database. Safe for all threads. */
public final class InMemoryRevocations implements Revocations {
    private final Map<String, Revocation> rows = new TreeMap<>();
    private final Clock clock;
    private final Arrivals arrivals;

    public InMemoryRevocations(Clock clock, Arrivals arrivals) {
        this.clock = clock;
        this.arrivals = arrivals;
    }

    @Override
    public synchronized Revocation revoke(String recipient, Author author) {
        Revocation revocation = rows.merge(
                recipient,
                new Revocation(recipient, clock.instant()),
                (a, b) -> a.revokedBefore().isAfter(b.revokedBefore()) ? a : b);
        arrivals.announce(List.of(new Arrival.Revoked(recipient, revocation.revokedBefore())));
        return revocation;
    }

    /** Here nothing is committed late. */
    @Override
    public synchronized RevocationChanges changes(Instant since) {
        List<Revocation> changed = rows.values().stream()
                .filter(row -> !row.revokedBefore().isBefore(since))
                .toList();
        return new RevocationChanges(changed, clock.instant());
    }
}
