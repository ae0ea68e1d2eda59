package dev.notification.store.access;

import dev.notification.store.Arrival;
import dev.notification.store.Arrivals;
import dev.notification.store.Ticket;
import dev.notification.store.TicketHash;
import dev.notification.store.TicketUse;
import dev.notification.store.Tickets;
import dev.notification.store.database.ArrayParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code stream_ticket}. */
final class SqlTickets implements Tickets {
    private static final String ISSUE = """
            insert into stream_ticket (hash, recipient, credential_issued_at, expires_at, good_until)
            select t.hash, t.recipient, t.issued_at, t.expires_at, least(t.expires_at, now() + ?::interval)
            from unnest(?, ?, ?::timestamptz[], ?::timestamptz[]) as t (hash, recipient, issued_at, expires_at)
            """;

    /** Locks in the order of hashes, so that two nodes with tickets in common wait for each other instead of locking up. */
    private static final String REDEEM = """
            with asked as (
              select a.hash, count(*) as times from unnest(?) as a (hash) group by a.hash),
            held as (
              select t.hash, a.times from asked a join stream_ticket t on t.hash = a.hash
              where t.good_until > now()
              order by t.hash for no key update of t)
            update stream_ticket t
            set uses = t.uses + h.times, last_used_at = now(), good_until = t.expires_at
            from held h where t.hash = h.hash
            returning t.hash, t.recipient, t.credential_issued_at, t.expires_at, t.uses, h.times
            """;

    private static final String USES = """
            select a.at, t.uses from unnest(?) with ordinality as a (hash, at) join stream_ticket t on t.hash = a.hash
            """;

    private static final String SWEEP = """
            delete from stream_ticket where hash in (
              select t.hash from stream_ticket t where t.good_until <= now()
              order by t.good_until limit ? for update skip locked)
            """;

    /** What a timestamp can hold is more than any token means, and less than one can say. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final JdbcTemplate jdbc;
    private final Arrivals arrivals;

    SqlTickets(JdbcTemplate jdbc, Arrivals arrivals) {
        this.jdbc = jdbc;
        this.arrivals = arrivals;
    }

    @Override
    public void issue(List<Ticket> tickets, Duration firstUse) {
        int n = tickets.size();
        byte[][] hashes = new byte[n][];
        String[] recipients = new String[n];
        @Nullable String[] issuedAt = new String[n];
        String[] expiresAt = new String[n];
        for (int i = 0; i < n; i++) {
            Ticket ticket = tickets.get(i);
            hashes[i] = ticket.hash().bytes();
            recipients[i] = ticket.recipient();
            issuedAt[i] = ticket.credentialIssuedAt() == null ? null : timestamp(ticket.credentialIssuedAt());
            expiresAt[i] = timestamp(ticket.expiresAt());
        }
        jdbc.update(
                ISSUE,
                new ArrayParameters()
                        .value(firstUse.toString())
                        .array("bytea", hashes)
                        .array("text", recipients)
                        .array("text", issuedAt)
                        .array("text", expiresAt));
    }

    @Override
    public List<Optional<TicketUse>> redeem(List<TicketHash> tickets) {
        Map<TicketHash, Used> used = new HashMap<>();
        jdbc.query(REDEEM, hashes(tickets), row -> {
            Used one = Used.of(row);
            used.put(one.ticket.hash(), one);
        });
        arrivals.announce(used.values().stream()
                .filter(one -> one.uses > 1)
                .<Arrival>map(one -> new Arrival.TicketUsed(one.ticket.recipient(), one.ticket.hash(), one.uses))
                .toList());
        List<Optional<TicketUse>> answers = new ArrayList<>(tickets.size());
        for (TicketHash ticket : tickets) {
            answers.add(Optional.ofNullable(used.get(ticket)).map(Used::next));
        }
        return answers;
    }

    @Override
    public List<Long> uses(List<TicketHash> tickets) {
        Long[] uses = new Long[tickets.size()];
        java.util.Arrays.fill(uses, 0L);
        jdbc.query(USES, hashes(tickets), row -> {
            uses[row.getInt(1) - 1] = row.getLong(2);
        });
        return List.of(uses);
    }

    @Override
    public int sweep(int limit) {
        return jdbc.update(SWEEP, limit);
    }

    /** A ticket after its uses in one statement, which are handed out in turn. */
    private static final class Used {
        private final Ticket ticket;
        private final long uses;
        private long handedOut;

        private Used(Ticket ticket, long uses, long times) {
            this.ticket = ticket;
            this.uses = uses;
            this.handedOut = uses - times;
        }

        private static Used of(ResultSet row) throws SQLException {
            OffsetDateTime issuedAt = row.getObject(3, OffsetDateTime.class);
            Ticket ticket = new Ticket(
                    TicketHash.ofBytes(row.getBytes(1)),
                    row.getString(2),
                    issuedAt == null ? null : issuedAt.toInstant(),
                    row.getObject(4, OffsetDateTime.class).toInstant());
            return new Used(ticket, row.getLong(5), row.getLong(6));
        }

        private TicketUse next() {
            return new TicketUse(ticket, ++handedOut);
        }
    }

    private static ArrayParameters hashes(List<TicketHash> tickets) {
        return new ArrayParameters()
                .array("bytea", tickets.stream().map(TicketHash::bytes).toArray(byte[][]::new));
    }

    private static String timestamp(Instant instant) {
        if (instant.isAfter(LATEST)) return LATEST.toString();
        return (instant.isBefore(Instant.EPOCH) ? Instant.EPOCH : instant).toString();
    }
}
