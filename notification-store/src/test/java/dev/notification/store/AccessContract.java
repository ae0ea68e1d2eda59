package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Tickets} and every {@link Revocations} promises. */
abstract class AccessContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    final String alice = "alice-" + UUID.randomUUID();

    abstract Tickets tickets();

    abstract Revocations revocations();

    /** What was announced for this recipient, once there is at least so much of it. */
    abstract List<Arrival> announced(String recipient, int count);

    abstract Instant now();

    /** Returns when that is over. */
    abstract void reach(Instant instant);

    private TicketHash issue(Duration firstUse, Instant expiresAt) {
        return issue(firstUse, expiresAt, Instant.parse("2026-05-04T00:00:00Z"));
    }

    private TicketHash issue(Duration firstUse, Instant expiresAt, @Nullable Instant credentialIssuedAt) {
        TicketHash hash = TicketHash.of(UUID.randomUUID().toString());
        tickets().issue(List.of(new Ticket(hash, alice, credentialIssuedAt, expiresAt)), firstUse);
        return hash;
    }

    private Optional<TicketUse> redeem(TicketHash hash) {
        return tickets().redeem(List.of(hash)).get(0);
    }

    private Instant inAnHour() {
        return now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
    }

    @Test
    void redeemsATicketAsOftenAsItIsUsed() {
        Instant expiresAt = inAnHour();
        TicketHash hash = issue(MINUTE, expiresAt);
        Ticket ticket = new Ticket(hash, alice, Instant.parse("2026-05-04T00:00:00Z"), expiresAt);
        for (int use = 1; use <= 3; use++) assertThat(redeem(hash)).contains(new TicketUse(ticket, use));
        assertThat(tickets().uses(List.of(TicketHash.of("unknown"), hash))).containsExactly(0L, 3L);
    }

    @Test
    void knowsNoTicketThatWasNotIssued() {
        assertThat(redeem(TicketHash.of("never issued"))).isEmpty();
        assertThat(tickets().redeem(List.of())).isEmpty();
        assertThat(tickets().uses(List.of())).isEmpty();
    }

    @Test
    void refusesATicketThatWasNotUsedInTime() {
        Duration firstUse = Duration.ofSeconds(2);
        TicketHash inTime = issue(firstUse, inAnHour());
        assertThat(redeem(inTime)).isPresent();
        TicketHash late = issue(firstUse, inAnHour());
        reach(now().plus(firstUse));
        assertThat(redeem(late)).isEmpty();
        assertThat(redeem(inTime)).map(TicketUse::number).contains(2L);
    }

    @Test
    void refusesATicketWhoseCredentialIsOver() {
        Instant expiresAt = now().plusSeconds(2);
        TicketHash used = issue(MINUTE, expiresAt);
        assertThat(redeem(used)).isPresent();
        TicketHash unused = issue(MINUTE, expiresAt);
        reach(expiresAt);
        assertThat(tickets().redeem(List.of(used, unused))).containsExactly(Optional.empty(), Optional.empty());
        assertThat(redeem(issue(MINUTE, now().minusSeconds(1)))).isEmpty();
    }

    @Test
    void remembersThatTheCredentialDoesNotSayWhenItWasIssued() {
        assertThat(redeem(issue(MINUTE, inAnHour(), null)))
                .hasValueSatisfying(
                        use -> assertThat(use.ticket().credentialIssuedAt()).isNull());
    }

    @Test
    void answersEachOfManyInTheirOrder() {
        List<TicketHash> asked = new ArrayList<>();
        TicketHash twice = issue(MINUTE, inAnHour());
        for (int i = 0; i < 100; i++) asked.add(i % 3 == 0 ? TicketHash.of("no" + i) : issue(MINUTE, inAnHour()));
        asked.set(50, twice);
        asked.set(80, twice);
        List<Optional<TicketUse>> answers = tickets().redeem(asked);
        IntStream.range(0, 100).forEach(i -> {
            boolean known = i == 50 || i == 80 || i % 3 != 0;
            assertThat(answers.get(i).map(use -> use.ticket().hash()))
                    .isEqualTo(known ? Optional.of(asked.get(i)) : Optional.empty());
        });
        assertThat(answers.get(50)).map(TicketUse::number).contains(1L);
        assertThat(answers.get(80)).map(TicketUse::number).contains(2L);
    }

    @Test
    void tellsAllNodesWhenATicketIsUsedAgain() {
        TicketHash first = issue(MINUTE, inAnHour());
        TicketHash second = issue(MINUTE, inAnHour());
        redeem(first);
        redeem(second);
        redeem(second);
        tickets().redeem(List.of(second, second));
        assertThat(announced(alice, 2))
                .containsExactly(new Arrival.TicketUsed(alice, second, 2), new Arrival.TicketUsed(alice, second, 4));
    }

    @Test
    void sweepsOnlyWhatNobodyCanUseAnyMore() {
        Duration firstUse = Duration.ofSeconds(1);
        TicketHash used = issue(firstUse, inAnHour());
        assertThat(redeem(used)).isPresent();
        TicketHash fresh = issue(MINUTE, inAnHour());
        for (int i = 0; i < 3; i++) issue(Duration.ofMillis(1), inAnHour());
        reach(now().plus(firstUse));
        while (tickets().sweep(1_000) > 0) assertThat(tickets().sweep(0)).isZero();
        assertThat(tickets().uses(List.of(used, fresh))).containsExactly(1L, 0L);
        assertThat(redeem(used)).isPresent();
        assertThat(redeem(fresh)).isPresent();
    }

    @Test
    void sweepsNoMoreThanAskedFor() {
        for (int i = 0; i < 3; i++) issue(Duration.ofMillis(1), inAnHour());
        reach(now().plusMillis(2));
        assertThat(tickets().sweep(2)).isEqualTo(2);
    }

    @Test
    void revokesWhatWasIssuedUntilNow() {
        Instant before = now();
        Revocation revocation = revocations().revoke(alice, new Author("root", "192.0.2.7"));
        assertThat(revocation.recipient()).isEqualTo(alice);
        assertThat(revocation.revokedBefore()).isBetween(before, now());
        assertThat(announced(alice, 1)).containsExactly(new Arrival.Revoked(alice, revocation.revokedBefore()));
    }

    @Test
    void movesARevocationOnlyForward() {
        Revocation first = revocations().revoke(alice, new Author("root", "192.0.2.7"));
        reach(first.revokedBefore().plusMillis(2));
        Revocation second = revocations().revoke(alice, new Author("root", "192.0.2.7"));
        assertThat(second.revokedBefore()).isAfter(first.revokedBefore());
        assertThat(ofAlice(Instant.EPOCH)).containsExactly(second);
    }

    @Test
    void findsWhatChangedSinceTheLastLook() {
        Instant nothingYet = revocations().changes(Instant.EPOCH).asOf();
        assertThat(ofAlice(Instant.EPOCH)).isEmpty();
        Revocation revocation = revocations().revoke(alice, new Author("root", "192.0.2.7"));
        assertThat(ofAlice(nothingYet)).containsExactly(revocation);
        assertThat(ofAlice(Instant.EPOCH)).containsExactly(revocation);
        assertThat(revocations().changes(now().plusSeconds(3_600)).changed()).isEmpty();
    }

    private List<Revocation> ofAlice(Instant since) {
        return revocations().changes(since).changed().stream()
                .filter(revocation -> revocation.recipient().equals(alice))
                .toList();
    }
}
