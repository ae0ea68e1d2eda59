package dev.notification.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tickets without a database. Safe for all threads. */
public final class InMemoryTickets implements Tickets {
    private record Row(Ticket ticket, Instant goodUntil, long uses) {}

    private final Map<TicketHash, Row> rows = new LinkedHashMap<>();
    private final Clock clock;
    private final Arrivals arrivals;

    public InMemoryTickets(Clock clock, Arrivals arrivals) {
        this.clock = clock;
        this.arrivals = arrivals;
    }

    @Override
    public synchronized void issue(List<Ticket> tickets, Duration firstUse) {
        Instant firstUseBy = clock.instant().plus(firstUse);
        for (Ticket ticket : tickets) {
            Instant expiresAt = ticket.expiresAt();
            rows.put(ticket.hash(), new Row(ticket, firstUseBy.isBefore(expiresAt) ? firstUseBy : expiresAt, 0));
        }
    }

    @Override
    public synchronized List<Optional<TicketUse>> redeem(List<TicketHash> tickets) {
        List<Optional<TicketUse>> answers = new ArrayList<>();
        Map<TicketHash, Arrival> reopened = new LinkedHashMap<>();
        for (TicketHash hash : tickets) {
            Row row = rows.get(hash);
            if (row == null || !clock.instant().isBefore(row.goodUntil())) {
                answers.add(Optional.empty());
                continue;
            }
            long uses = row.uses() + 1;
            rows.put(hash, new Row(row.ticket(), row.ticket().expiresAt(), uses));
            answers.add(Optional.of(new TicketUse(row.ticket(), uses)));
            if (uses > 1) {
                reopened.put(hash, new Arrival.TicketUsed(row.ticket().recipient(), hash, uses));
            }
        }
        arrivals.announce(reopened.values());
        return answers;
    }

    @Override
    public synchronized List<Long> uses(List<TicketHash> tickets) {
        return tickets.stream()
                .map(hash -> Optional.ofNullable(rows.get(hash)).map(Row::uses).orElse(0L))
                .toList();
    }

    @Override
    public synchronized int sweep(int limit) {
        List<TicketHash> dead = rows.values().stream()
                .filter(row -> !clock.instant().isBefore(row.goodUntil()))
                .limit(limit)
                .map(row -> row.ticket().hash())
                .toList();
        dead.forEach(rows::remove);
        return dead.size();
    }
}
