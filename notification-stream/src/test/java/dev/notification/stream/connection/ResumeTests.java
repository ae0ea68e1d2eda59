package dev.notification.stream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.Opening;
import dev.notification.store.StoreEpoch;
import org.junit.jupiter.api.Test;

class ResumeTests {
    private static final StoreEpoch EPOCH = new StoreEpoch(new byte[16]);
    /** Head 10, of which 4 is the lowest unsettled; retention dropped something unsettled at 2. */
    private static final Opening ALICE = new Opening("alice", EPOCH, 10, 3, 4, 2);

    @Test
    void withoutCursorItBeginsBeforeTheLowestUnsettled() {
        assertThat(Resume.of(ALICE, null)).isEqualTo(new Resume(3, false, null));
        assertThat(Resume.of(ALICE, "")).isEqualTo(new Resume(3, false, null));
    }

    @Test
    void honoursACursorOfThisInbox() {
        assertThat(Resume.of(ALICE, EPOCH.of("alice") + ".7")).isEqualTo(new Resume(7, true, null));
        assertThat(Resume.of(ALICE, EPOCH.of("alice") + ".10")).isEqualTo(new Resume(10, true, null));
        assertThat(Resume.of(ALICE, EPOCH.of("alice") + ".2")).isEqualTo(new Resume(2, true, null));
    }

    @Test
    void saysWhyItDoesNotHonourOne() {
        assertThat(Resume.of(ALICE, "nonsense")).isEqualTo(new Resume(3, false, "malformed"));
        assertThat(Resume.of(ALICE, EPOCH.of("bob") + ".7")).isEqualTo(new Resume(3, false, "unknown-epoch"));
        assertThat(Resume.of(ALICE, EPOCH.of("alice") + ".11")).isEqualTo(new Resume(3, false, "ahead"));
        assertThat(Resume.of(ALICE, EPOCH.of("alice") + ".1")).isEqualTo(new Resume(3, false, "expired"));
    }

    @Test
    void anotherEpochIsSaidBeforeAPositionThatIsAhead() {
        assertThat(Resume.of(ALICE, EPOCH.of("bob") + ".99").reset()).isEqualTo("unknown-epoch");
    }
}
