package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class LifetimeTests {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** As by default. */
    private final StreamProperties properties =
            new Binder().bindOrCreate("notification.stream", StreamProperties.class);

    private final Lifetime lifetime = new Lifetime(properties, Instant.MAX, NOW);

    private static Instant justBefore(Instant instant) {
        return instant.minusMillis(1);
    }

    @Test
    void aHeartbeatIsDueAfter15SecondsOfSilence() {
        Instant first = NOW.plusSeconds(15);
        assertThat(lifetime.heartbeatDue(justBefore(first))).isFalse();
        assertThat(lifetime.heartbeatDue(first)).isTrue();
        lifetime.wrote(first);
        assertThat(lifetime.heartbeatDue(justBefore(first.plusSeconds(15)))).isFalse();
        assertThat(lifetime.heartbeatDue(first.plusSeconds(15))).isTrue();
    }

    @Test
    void endsWhenItsTokenDoes() {
        Instant expiry = NOW.plusSeconds(5);
        Lifetime brief = new Lifetime(properties, expiry, NOW);
        assertThat(brief.over(false, justBefore(expiry))).isNull();
        assertThat(brief.over(false, expiry)).isEqualTo(CloseReason.TOKEN_EXPIRED);
    }

    @Test
    void endsOfOldAgeSomeSoonerAndSomeLater() {
        List<Lifetime> many = Stream.generate(() -> new Lifetime(properties, Instant.MAX, NOW))
                .limit(1_000)
                .toList();
        Instant oldest = NOW.plus(Duration.ofMinutes(10));
        assertThat(many).allMatch(one -> one.over(false, justBefore(NOW.plus(Duration.ofMinutes(8)))) == null);
        assertThat(many).allMatch(one -> one.over(false, oldest) == CloseReason.MAX_AGE);
        Instant between = NOW.plus(Duration.ofMinutes(9));
        // all on one side of it would be chance once in 2^1000 runs
        assertThat(many).anyMatch(one -> one.over(false, between) == null);
        assertThat(many).anyMatch(one -> one.over(false, between) == CloseReason.MAX_AGE);
    }

    @Test
    void endsAtItsTurnInADrain() {
        Instant turn = NOW.plusSeconds(7);
        lifetime.drainBy(turn);
        assertThat(lifetime.over(false, justBefore(turn))).isNull();
        assertThat(lifetime.over(false, turn)).isEqualTo(CloseReason.DRAINING);
    }

    @Test
    void waitsFiveSecondsForTheStoreFromWhenItIsAsked() {
        lifetime.opening(NOW.plusSeconds(2));
        Instant end = NOW.plusSeconds(7);
        assertThat(lifetime.over(true, justBefore(end))).isNull();
        assertThat(lifetime.over(true, end)).isEqualTo(CloseReason.UNAVAILABLE);
        assertThat(lifetime.over(false, end)).isNull();
    }

    @Test
    void cutsOffWhoTakesNothingFor15Seconds() {
        lifetime.observe(100, false, NOW);
        lifetime.observe(99, false, NOW.plusSeconds(1));
        Instant end = NOW.plusSeconds(16);
        lifetime.observe(99, false, justBefore(end));
        assertThat(lifetime.over(false, justBefore(end))).isNull();
        assertThat(lifetime.over(false, end)).isEqualTo(CloseReason.SLOW);
        lifetime.observe(0, true, end);
        assertThat(lifetime.over(false, end)).isNull();
    }
}
