package dev.notification.store.access;

import dev.notification.store.Arrival;
import dev.notification.store.Arrivals;
import dev.notification.store.Author;
import dev.notification.store.Revocation;
import dev.notification.store.RevocationChanges;
import dev.notification.store.Revocations;
import dev.notification.store.audit.AuditLog;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code revocation}. */
final class SqlRevocations implements Revocations {
    private static final String REVOKE = """
            insert into revocation as r (recipient, revoked_before) values (?, clock_timestamp())
            on conflict (recipient) do update
            set revoked_before = greatest(r.revoked_before, excluded.revoked_before), changed_at = clock_timestamp()
            returning r.revoked_before
            """;

    /**
     * A minute more than asked for: a row is seen at its commit, which may come as long after its {@code changed_at} as a
     * transaction lasts, and those of this service end after 10 s. The join gives the time even when nothing changed.
     */
    private static final String CHANGES = """
            select now(), r.recipient, r.revoked_before
            from (select ?::timestamptz - interval '1 minute' as since) s
            left join revocation r on r.changed_at >= s.since
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final AuditLog audit;
    private final Arrivals arrivals;

    SqlRevocations(JdbcTemplate jdbc, TransactionTemplate transaction, AuditLog audit, Arrivals arrivals) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
        this.arrivals = arrivals;
    }

    @Override
    public Revocation revoke(String recipient, Author author) {
        Revocation revocation = transaction.execute(status -> revoked(recipient, author));
        arrivals.announce(List.of(new Arrival.Revoked(recipient, revocation.revokedBefore())));
        return revocation;
    }

    private Revocation revoked(String recipient, Author author) {
        OffsetDateTime before =
                Objects.requireNonNull(jdbc.queryForObject(REVOKE, OffsetDateTime.class, recipient), "returning");
        audit.write(
                author,
                "revoke",
                recipient,
                null,
                Map.of("revokedBefore", before.toInstant().toString()));
        return new Revocation(recipient, before.toInstant());
    }

    @Override
    public RevocationChanges changes(Instant since) {
        List<Revocation> changed = new ArrayList<>();
        Instant[] asOf = {since};
        jdbc.query(
                CHANGES,
                row -> {
                    asOf[0] = row.getObject(1, OffsetDateTime.class).toInstant();
                    String recipient = row.getString(2);
                    if (recipient == null) return;
                    changed.add(new Revocation(
                            recipient, row.getObject(3, OffsetDateTime.class).toInstant()));
                },
                since.toString());
        return new RevocationChanges(changed, asOf[0]);
    }
}
