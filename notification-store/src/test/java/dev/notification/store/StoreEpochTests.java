package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoreEpochTests {
    private static StoreEpoch epoch(int seed) {
        byte[] secret = new byte[32];
        secret[31] = (byte) seed;
        return new StoreEpoch(secret);
    }

    @Test
    void namesEveryInboxDifferently() {
        assertThat(IntStream.range(0, 10_000).mapToObj(i -> epoch(1).of("recipient-" + i)))
                .doesNotHaveDuplicates()
                .allMatch(part -> part.matches("[a-z0-9]{10}"));
    }

    @Test
    void isTheSameOnEveryNodeWithTheSameSecret() {
        assertThat(epoch(1)).isEqualTo(epoch(1)).hasSameHashCodeAs(epoch(1));
        assertThat(epoch(1).of("alice")).isEqualTo(epoch(1).of("alice"));
        assertThat(epoch(1).id()).isEqualTo(epoch(1).id());
    }

    @Test
    void changesWithTheSecret() {
        assertThat(epoch(1)).isNotEqualTo(epoch(2));
        assertThat(epoch(1).of("alice")).isNotEqualTo(epoch(2).of("alice"));
        assertThat(epoch(1).id()).isNotEqualTo(epoch(2).id());
    }

    @Test
    void wantsASecretThatNobodyGuesses() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreEpoch(new byte[15]));
    }

    @Test
    void doesNotShowItsSecret() {
        assertThat(epoch(1)).asString().matches("StoreEpoch\\[[0-9a-f]+]");
    }
}
