package dev.notification.stream.ticket;

import dev.notification.store.Ticket;
import dev.notification.store.TicketHash;
import dev.notification.store.TicketUse;
import dev.notification.store.Tickets;
import dev.notification.stream.database.Batcher;
import dev.notification.stream.limit.RateLimit;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Sells tickets and takes them: many in one statement. Safe for all threads; only {@link #sweep} blocks. */
public final class StreamTickets {
    /** 192 bits: nobody guesses one, however many there are. */
    private static final int RANDOM_BYTES = 24;

    /** Whatever is no ticket costs no look at the table. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{32}");

    private static final int MAX_BATCH = 500;
    /** A node that lost its streams gets them back within a minute; whoever finds the queue full comes again. */
    private static final int MAX_QUEUED = 20_000;

    private static final int CONCURRENT = 2;
    private static final int SWEEP_ROWS = 5_000;

    private final Tickets tickets;
    private final RateLimit limit;
    private final Batcher<Ticket, Boolean> sales;
    private final Batcher<TicketHash, Optional<TicketUse>> uses;
    private final SecureRandom random = new SecureRandom();

    StreamTickets(Tickets tickets, Executor database, TicketProperties properties) {
        this.tickets = tickets;
        this.limit = new RateLimit(properties.rate(), properties.burst());
        this.sales = new Batcher<>("ticket-sales", database, MAX_BATCH, MAX_QUEUED, CONCURRENT, sold -> {
            tickets.issue(sold, properties.firstUse());
            return sold.stream().map(ticket -> true).toList();
        });
        this.uses = new Batcher<>("ticket-uses", database, MAX_BATCH, MAX_QUEUED, CONCURRENT, tickets::redeem);
    }

    /**
     * A new ticket, known to all nodes when the answer comes; throws {@code too-many-requests} when the recipient buys too
     * many.
     *
     * @param issuedAt of the credential that buys it, null when that does not say
     * @param expiresAt of the credential that buys it
     */
    public Mono<String> sell(String recipient, @Nullable Instant issuedAt, Instant expiresAt) {
        limit.take(recipient);
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return sales.submit(new Ticket(TicketHash.of(ticket), recipient, issuedAt, expiresAt))
                .thenReturn(ticket);
    }

    /** Uses a ticket to open a stream; empty when it cannot be used, an error when nobody knows whether it can. */
    public Mono<TicketUse> redeem(String ticket) {
        if (!FORM.matcher(ticket).matches()) return Mono.empty();
        return uses.submit(TicketHash.of(ticket)).flatMap(Mono::justOrEmpty);
    }

    /** Forgets all that nobody can use any more. */
    void sweep() {
        int swept = SWEEP_ROWS;
        while (swept == SWEEP_ROWS) swept = tickets.sweep(SWEEP_ROWS);
    }
}
