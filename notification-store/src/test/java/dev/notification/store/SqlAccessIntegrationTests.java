package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SqlAccessIntegrationTests extends AccessContract {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS)
            .with("notification.ingest.enabled=false")
            .with(CountedStatements.Counting.class)
            .start();
    private static final HeardArrivals HEARD = HeardArrivals.connect(STORE.bean(Arrivals.class));

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    @Override
    Tickets tickets() {
        return STORE.bean(Tickets.class);
    }

    @Override
    Revocations revocations() {
        return STORE.bean(Revocations.class);
    }

    @Override
    List<Arrival> announced(String recipient, int count) {
        return HEARD.of(recipient, count);
    }

    @Override
    Instant now() {
        return Objects.requireNonNull(DATABASE.sql().queryForObject("select clock_timestamp()", Timestamp.class))
                .toInstant();
    }

    @Override
    void reach(Instant instant) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> now().isAfter(instant));
    }

    private List<TicketHash> issue(int count) {
        List<Ticket> tickets = IntStream.range(0, count)
                .mapToObj(i -> new Ticket(TicketHash.of(alice + i), alice, null, now().plusSeconds(3_600)))
                .toList();
        tickets().issue(tickets, Duration.ofMinutes(1));
        return tickets.stream().map(Ticket::hash).toList();
    }

    @Test
    void asksOnceHoweverManyTicketsThereAre() {
        for (int count : new int[] {1, 200}) {
            CountedStatements statements = STORE.bean(CountedStatements.class);
            statements.clear();
            List<TicketHash> hashes = issue(count);
            assertThat(tickets().redeem(hashes)).allMatch(Optional::isPresent);
            tickets().uses(hashes);
            tickets().sweep(1_000);
            revocations().changes(Instant.EPOCH);
            assertThat(statements.ofThisThread()).as("%d tickets", count).hasSize(5);
            DATABASE.sql().execute("delete from stream_ticket");
        }
    }

    @Test
    void keepsNoTicketItself() {
        issue(1);
        assertThat(DATABASE.number("select count(*) from stream_ticket t where t::text like '%' || ? || '0%'", alice))
                .isZero();
        assertThat(DATABASE.number(
                        "select count(*) from stream_ticket where hash = sha256(convert_to(? || '0', 'UTF8'))", alice))
                .isEqualTo(1);
    }

    @Test
    void storesTimesThatNoTimestampHolds() {
        TicketHash hash = TicketHash.of(alice);
        tickets()
                .issue(
                        List.of(new Ticket(hash, alice, Instant.ofEpochSecond(-1L << 50), Instant.MAX)),
                        Duration.ofMinutes(1));
        TicketUse use = tickets().redeem(List.of(hash)).get(0).orElseThrow();
        assertThat(use.ticket().expiresAt()).isAfter(Instant.parse("9999-01-01T00:00:00Z"));
        assertThat(use.ticket().credentialIssuedAt()).isEqualTo(Instant.EPOCH);
    }

    /** Nodes that use the same tickets in other orders: every use has a number of its own, and nobody waits in a circle. */
    @Test
    void givesEachUseANumberOfItsOwnWhoeverElseUsesIt() throws Exception {
        List<TicketHash> hashes = issue(50);
        int threads = 4;
        int rounds = 25;
        ExecutorService nodes = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<Long>>> calls = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                List<TicketHash> shuffled = new ArrayList<>(hashes);
                java.util.Collections.shuffle(shuffled, new java.util.Random(thread));
                int first = shuffled.indexOf(hashes.get(0));
                calls.add(() -> IntStream.range(0, rounds)
                        .mapToObj(round -> tickets()
                                .redeem(shuffled)
                                .get(first)
                                .orElseThrow()
                                .number())
                        .toList());
            }
            List<Long> numbers = new ArrayList<>();
            for (Future<List<Long>> answer : nodes.invokeAll(calls)) numbers.addAll(answer.get());
            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, threads * rounds)
                            .mapToObj(Long::valueOf)
                            .toList());
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    void findsWhatIsCommittedLate() throws SQLException {
        try (Connection late = DriverManager.getConnection(DATABASE.url(), DATABASE.username(), DATABASE.password());
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("insert into revocation (recipient, revoked_before) values ('" + alice + "', now())");
            Instant look = now();
            reach(look.plusSeconds(2));
            RevocationChanges before = revocations().changes(look);
            assertThat(before.changed()).noneMatch(row -> row.recipient().equals(alice));
            late.commit();
            assertThat(revocations().changes(before.asOf()).changed())
                    .anyMatch(row -> row.recipient().equals(alice));
        }
    }
}
