package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class LifetimeTests {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Moment NOW = at(Duration.ZERO);

    /** As by default. */
    private final StreamProperties properties =
            new Binder().bindOrCreate("notification.stream", StreamProperties.class);

    private final Lifetime lifetime = new Lifetime(properties, Instant.MAX, NOW);

    private static Moment at(Duration time) {
        return new Moment(BEGIN.plus(time), time.toMillis());
    }

    private static Moment atSecond(long second) {
        return at(Duration.ofSeconds(second));
    }

    private static Moment justBefore(Moment moment) {
        return new Moment(moment.wall().minusMillis(1), moment.steadyMillis() - 1);
    }

    /** Somebody set the clock on the wall. */
    private static Moment setBy(Duration leap, Moment moment) {
        return new Moment(moment.wall().plus(leap), moment.steadyMillis());
    }

    @Test
    void aHeartbeatIsDueAfter15SecondsOfSilence() {
        assertThat(lifetime.heartbeatDue(justBefore(atSecond(15)))).isFalse();
        assertThat(lifetime.heartbeatDue(atSecond(15))).isTrue();
        lifetime.wrote(atSecond(15));
        assertThat(lifetime.heartbeatDue(justBefore(atSecond(30)))).isFalse();
        assertThat(lifetime.heartbeatDue(atSecond(30))).isTrue();
    }

    @Test
    void endsWhenItsTokenDoes() {
        Moment expiry = atSecond(5);
        Lifetime brief = new Lifetime(properties, expiry.wall(), NOW);
        assertThat(brief.over(false, justBefore(expiry))).isNull();
        assertThat(brief.over(false, expiry)).isEqualTo(CloseReason.TOKEN_EXPIRED);
    }

    @Test
    void noTokenIsGoodForTooLong() {
        Lifetime eternal = new Lifetime(properties, Instant.MAX.minusSeconds(1), NOW);
        assertThat(eternal.over(false, justBefore(at(Duration.ofMinutes(8))))).isNull();
        assertThat(eternal.over(false, at(Duration.ofMinutes(10)))).isEqualTo(CloseReason.MAX_AGE);
    }

    @Test
    void doesNotNoticeThatTheClockIsSet() {
        for (Duration leap : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            Moment expiry = atSecond(60);
            Lifetime one = new Lifetime(properties, expiry.wall(), NOW);
            one.observe(100, false, NOW);
            assertThat(one.over(true, setBy(leap, justBefore(atSecond(5))))).isNull();
            assertThat(one.heartbeatDue(setBy(leap, justBefore(atSecond(15))))).isFalse();
            assertThat(one.heartbeatDue(setBy(leap, atSecond(15)))).isTrue();
            assertThat(one.over(false, setBy(leap, atSecond(15)))).isEqualTo(CloseReason.SLOW);
            one.observe(0, true, setBy(leap, atSecond(15)));
            assertThat(one.over(false, setBy(leap, justBefore(expiry)))).isNull();
            assertThat(one.over(false, setBy(leap, expiry))).isEqualTo(CloseReason.TOKEN_EXPIRED);
        }
    }

    @Test
    void endsOfOldAgeSomeSoonerAndSomeLater() {
        List<Lifetime> many = Stream.generate(() -> new Lifetime(properties, Instant.MAX, NOW))
                .limit(1_000)
                .toList();
        Moment oldest = at(Duration.ofMinutes(10));
        assertThat(many).allMatch(one -> one.over(false, justBefore(at(Duration.ofMinutes(8)))) == null);
        assertThat(many).allMatch(one -> one.over(false, oldest) == CloseReason.MAX_AGE);
        Moment between = at(Duration.ofMinutes(9));
        // all on one side of it would be chance once in 2^1000 runs
        assertThat(many).anyMatch(one -> one.over(false, between) == null);
        assertThat(many).anyMatch(one -> one.over(false, between) == CloseReason.MAX_AGE);
    }

    @Test
    void endsAtItsTurnInADrain() {
        Moment turn = atSecond(7);
        lifetime.drainBy(turn.steadyMillis());
        assertThat(lifetime.over(false, justBefore(turn))).isNull();
        assertThat(lifetime.over(false, turn)).isEqualTo(CloseReason.DRAINING);
    }

    @Test
    void waitsOnWhileTheStoreAnswersOthers() {
        lifetime.opening(atSecond(2));
        lifetime.othersOpened(atSecond(1).steadyMillis());
        assertThat(lifetime.over(true, justBefore(atSecond(7)))).isNull();
        lifetime.othersOpened(atSecond(6).steadyMillis());
        assertThat(lifetime.over(true, justBefore(atSecond(11)))).isNull();
        assertThat(lifetime.over(true, atSecond(11))).isEqualTo(CloseReason.UNAVAILABLE);
    }

    @Test
    void waitsFiveSecondsForTheStoreFromWhenItIsAsked() {
        lifetime.opening(atSecond(2));
        Moment end = atSecond(7);
        assertThat(lifetime.over(true, justBefore(end))).isNull();
        assertThat(lifetime.over(true, end)).isEqualTo(CloseReason.UNAVAILABLE);
        assertThat(lifetime.over(false, end)).isNull();
    }

    @Test
    void cutsOffWhoTakesNothingFor15Seconds() {
        lifetime.observe(100, false, NOW);
        lifetime.observe(99, false, atSecond(1));
        Moment end = atSecond(16);
        lifetime.observe(99, false, justBefore(end));
        assertThat(lifetime.over(false, justBefore(end))).isNull();
        assertThat(lifetime.over(false, end)).isEqualTo(CloseReason.SLOW);
        lifetime.observe(0, true, end);
        assertThat(lifetime.over(false, end)).isNull();
    }
}
