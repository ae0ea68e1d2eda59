package dev.notification.stream.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notification.store.InMemoryArrivals;
import dev.notification.store.InMemoryTickets;
import dev.notification.store.SettableClock;
import dev.notification.store.Ticket;
import dev.notification.store.TicketHash;
import dev.notification.store.TicketUse;
import dev.notification.store.Tickets;
import dev.notification.stream.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamTicketsTests {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final SettableClock clock = new SettableClock();
    private final Instant inAnHour = clock.instant().plusSeconds(3_600);
    private final InMemoryTickets store = new InMemoryTickets(clock, new InMemoryArrivals());
    private final AtomicInteger calls = new AtomicInteger();

    /** The store, with its calls counted. */
    private final Tickets counted = new Tickets() {
        @Override
        public void issue(List<Ticket> tickets, Duration firstUse) {
            calls.incrementAndGet();
            store.issue(tickets, firstUse);
        }

        @Override
        public List<Optional<TicketUse>> redeem(List<TicketHash> tickets) {
            calls.incrementAndGet();
            return store.redeem(tickets);
        }

        @Override
        public List<Long> uses(List<TicketHash> tickets) {
            calls.incrementAndGet();
            return store.uses(tickets);
        }

        @Override
        public int sweep(int limit) {
            calls.incrementAndGet();
            return store.sweep(limit);
        }
    };

    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private static TicketProperties properties() {
        return new TicketProperties(Duration.ofSeconds(30), 1, 20, Duration.ofSeconds(3));
    }

    /** Everything happens at once, on the thread of the test. */
    private final StreamTickets tickets = new StreamTickets(counted, Runnable::run, properties());

    private String sell(String recipient) {
        return tickets.sell(recipient, clock.instant(), inAnHour)
                .blockOptional(DEADLINE)
                .orElseThrow();
    }

    @Test
    void sellsTicketsThatNobodyGuesses() {
        List<String> sold =
                IntStream.range(0, 1_000).mapToObj(i -> sell("r" + i)).toList();
        assertThat(sold).doesNotHaveDuplicates().allMatch(ticket -> ticket.matches("[A-Za-z0-9_-]{32}"));
    }

    @Test
    void takesWhatItSold() {
        String ticket = sell("alice");
        TicketUse use = tickets.redeem(ticket).blockOptional(DEADLINE).orElseThrow();
        assertThat(use)
                .isEqualTo(new TicketUse(new Ticket(TicketHash.of(ticket), "alice", clock.instant(), inAnHour), 1));
    }

    @Test
    void takesNothingElseAndAsksForNothingThatIsNoTicket() {
        assertThat(tickets.redeem("A".repeat(32)).blockOptional(DEADLINE)).isEmpty();
        assertThat(calls).hasValue(1);
        for (String other :
                new String[] {"", "A", "A".repeat(31), "A".repeat(33), "é".repeat(32), "A".repeat(31) + "="}) {
            assertThat(tickets.redeem(other).blockOptional(DEADLINE)).isEmpty();
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void givesOneRecipientOnlySoMany() {
        assertThatThrownBy(() -> IntStream.range(0, 40).forEach(i -> sell("alice")))
                .isInstanceOf(Problem.class);
        assertThat(sell("bob")).isNotEmpty();
    }

    @Test
    void takesThoseTogetherThatComeTogether() {
        List<String> sold = IntStream.range(0, 200).mapToObj(i -> sell("r" + i)).toList();
        calls.set(0);
        StreamTickets busy = new StreamTickets(counted, waiting::add, properties());
        List<TicketUse> uses = new ArrayList<>();
        sold.forEach(ticket -> busy.redeem(ticket).subscribe(uses::add));
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) next.run();
        assertThat(uses).hasSize(200).allMatch(use -> use.number() == 1);
        assertThat(calls.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void sweepsUntilNothingIsLeft() {
        IntStream.range(0, 6_000).forEach(i -> sell("r" + i));
        String fresh = sell("used");
        tickets.redeem(fresh).block(DEADLINE);
        clock.set(clock.instant().plusSeconds(31));
        tickets.sweep();
        assertThat(store.sweep(1)).isZero();
        assertThat(store.uses(List.of(TicketHash.of(fresh)))).containsExactly(1L);
    }
}
