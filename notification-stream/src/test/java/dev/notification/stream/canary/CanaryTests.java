package dev.notification.stream.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notification.store.CanaryRecipient;
import dev.notification.store.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class CanaryTests {
    private final SettableClock clock = new SettableClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Instant start = clock.instant();
    private final CanaryAge age = new CanaryAge(new CanaryProperties(true, Duration.ofSeconds(10)), clock, registry);

    @Test
    void isAsOldAsTheNewestThatCameRound() {
        after(5);
        age.cameRound(start.plusSeconds(3));
        age.cameRound(start.plusSeconds(1));
        after(10);
        assertThat(registry.get("notification.canary.age").gauge().value()).isEqualTo(7);
        assertThat(registry.get("notification.canary.roundtrip").timer().count())
                .isEqualTo(2);
    }

    @Test
    void isDownAfterSixIntervalsWithoutAnyAlsoWhenThereNeverWasOne() {
        after(60);
        assertThat(age.health().getStatus()).isEqualTo(Status.UP);
        after(61);
        assertThat(age.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(age.health().getDetails()).containsEntry("ageSeconds", 61L);
        age.cameRound(start.plusSeconds(61));
        assertThat(age.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void comesInFramesWithoutAnEvent() {
        assertThat(CanaryFrame.of(":")).isNull();
        assertThat(CanaryFrame.of("retry: 3000")).isNull();
        assertThat(CanaryFrame.of("event: stream.ready\ndata: {\"head\":1}")).isNull();
        assertThat(CanaryFrame.of("id: k3f9.2\ndata: {\"id\":\"a/1\",\"seq\":2,\"time\":\"2026-01-01T00:00:00Z\"}"))
                .isEqualTo(new CanaryFrame("a/1", 2, Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(CanaryFrame.of("data: {\"id\":\"other\",\"seq\":3}")).isEqualTo(new CanaryFrame("other", 3, null));
        assertThatThrownBy(() -> CanaryFrame.of("data: {")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void goesToARecipientThatIsANameWhateverTheNodeIsCalled() {
        assertThat(CanaryRecipient.of("host:8080")).isEqualTo("canary:host:8080");
        assertThat(CanaryRecipient.of("a, b\n")).isEqualTo("canary:a--b-");
        assertThat(CanaryRecipient.of("x".repeat(200))).hasSize(128);
        assertThat(CanaryRecipient.isReserved("canary:x")).isTrue();
        assertThat(CanaryRecipient.isReserved("canaryx")).isFalse();
    }

    private void after(long seconds) {
        clock.set(start.plusSeconds(seconds));
    }
}
