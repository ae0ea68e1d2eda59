package dev.notification.store.ledger;

import dev.notification.store.DeliveryState;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state of a row of {@code delivery} called {@code d}: what {@code DeliveryRow} works out, in SQL. */
final class StateSql {
    /** A text, as {@link DeliveryState#label} has it. */
    static final String STATE = """
            case when d.outcome = 1 then 'acked' when d.outcome = 2 then 'sent' when d.outcome = 3 then 'superseded'
              when d.outcome = 4 then 'cancelled' when d.exhausted_at is not null then 'exhausted'
              when d.expires_at <= now() then 'expired' when d.sent_at is null then 'pending' else 'sent' end""";

    /** Whether it still waits for its ack. */
    static final String UNACKED = """
            (d.outcome is null and d.ack_required and d.exhausted_at is null
              and (d.expires_at is null or d.expires_at > now()))""";

    private StateSql() {}

    /** What {@link #STATE} may be for a row to be wanted: the state, or any with null. */
    static String[] labels(@Nullable DeliveryState wanted) {
        return Stream.of(DeliveryState.values())
                .filter(state -> wanted == null || state == wanted)
                .map(DeliveryState::label)
                .toArray(String[]::new);
    }

    static DeliveryState state(String label) {
        return DeliveryState.valueOf(label.toUpperCase(Locale.ROOT));
    }
}
