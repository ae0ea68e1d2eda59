package dev.notification.store.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.SettableClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class WatchedTests {
    private final SettableClock clock = new SettableClock();
    private final Instant start = clock.instant();
    private final Watched watched = new Watched(clock);

    @Test
    void showsTheLastStateAndSinceWhen() {
        after(5);
        watched.is(Status.UP);
        after(10);
        watched.is(Status.UP);
        assertThat(watched.health().getStatus()).isEqualTo(Status.UP);
        assertThat(watched.health().getDetails())
                .containsOnlyKeys("since")
                .containsEntry("since", start.plusSeconds(5).toString());
        watched.is(Status.DOWN);
        assertThat(watched.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(watched.health().getDetails())
                .containsEntry("since", start.plusSeconds(10).toString());
    }

    @Test
    void isDownWhenNobodyCouldTellForTooLong() {
        assertThat(watched.health().getStatus()).isEqualTo(Status.UNKNOWN);
        watched.is(Status.UP);
        after(15);
        assertThat(watched.health().getStatus()).isEqualTo(Status.UP);
        after(16);
        assertThat(watched.health().getStatus()).isEqualTo(Status.DOWN);
    }

    private void after(long seconds) {
        clock.set(start.plusSeconds(seconds));
    }
}
