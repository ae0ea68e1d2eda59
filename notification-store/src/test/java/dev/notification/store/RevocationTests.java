package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RevocationTests {
    private final Revocation revocation = new Revocation("alice", Instant.parse("2026-05-04T03:02:01.5Z"));

    @Test
    void coversWhateverWasIssuedBeforeOrInTheSameSecond() {
        assertThat(revocation.covers(Instant.parse("2026-05-04T03:02:00Z"))).isTrue();
        assertThat(revocation.covers(Instant.parse("2026-05-04T03:02:01Z"))).isTrue();
        assertThat(revocation.covers(Instant.parse("2026-05-04T03:02:01.5Z"))).isTrue();
        assertThat(revocation.covers(null)).isTrue();
    }

    @Test
    void coversNothingIssuedInALaterSecond() {
        assertThat(revocation.covers(Instant.parse("2026-05-04T03:02:02Z"))).isFalse();
    }
}
