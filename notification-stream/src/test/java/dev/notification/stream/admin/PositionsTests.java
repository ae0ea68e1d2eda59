package dev.notification.stream.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notification.store.DeliveryPosition;
import dev.notification.store.LedgerPosition;
import dev.notification.store.PageKey;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTests {
    private static final LedgerPosition PLACE =
            new LedgerPosition(Instant.parse("2026-05-04T03:02:01.123456Z"), Long.MAX_VALUE, null);
    private static final LedgerPosition INSIDE =
            new LedgerPosition(PLACE.storedAt(), 17, new DeliveryPosition(Long.MAX_VALUE, 42));

    @Test
    void readsWhatItWrote() {
        DeliveryPosition delivery = new DeliveryPosition(17, 42);
        assertThat(Positions.delivery(Objects.requireNonNull(Positions.encode(delivery))))
                .isEqualTo(delivery);
        for (boolean inbox : new boolean[] {true, false}) {
            assertThat(Positions.notification(Objects.requireNonNull(Positions.encode(PLACE, inbox)), inbox))
                    .isEqualTo(PLACE);
        }
        assertThat(Positions.notification(Objects.requireNonNull(Positions.encode(INSIDE, false)), false))
                .isEqualTo(INSIDE);
        PageKey listed = new PageKey(PLACE.storedAt(), 42);
        assertThat(Positions.listed(Positions.encode(listed))).isEqualTo(listed);
        assertThat(Positions.encode((DeliveryPosition) null)).isNull();
        assertThat(Positions.encode(null, true)).isNull();
    }

    @Test
    void readsPlacesFromBeforeAPageCouldEndInsideANotification() {
        assertThat(Positions.notification("bjEuMg", false))
                .isEqualTo(new LedgerPosition(Instant.EPOCH.plusNanos(1_000), 2, null));
    }

    @Test
    void refusesThePositionOfAnotherKindOfQuery() {
        assertThat(Positions.notification(Objects.requireNonNull(Positions.encode(INSIDE, false)), true))
                .isNull();
        assertThat(Positions.notification(Objects.requireNonNull(Positions.encode(PLACE, true)), false))
                .isNull();
        assertThat(Positions.delivery(Objects.requireNonNull(Positions.encode(PLACE, true))))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "###",
                "ZDEuMg=",
                "ZC0xLjI",
                "ZHp6enp6enp6enp6Lnp6enp6enp6enp6eno",
                "bTEuMg",
                "bTEuMi4z",
                "bTEuMi4zLnp6enp6enp6enp6eno",
                "bjEuMi4zLjQ"
            })
    void refusesWhatItDidNotWrite(String text) {
        assertThat(Positions.delivery(text)).isNull();
        assertThat(Positions.notification(text, false)).isNull();
    }
}
