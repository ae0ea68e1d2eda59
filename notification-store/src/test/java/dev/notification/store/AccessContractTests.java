package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

class AccessContractTests extends AccessContract {
    private final SettableClock clock = new SettableClock();
    private final InMemoryArrivals arrivals = new InMemoryArrivals();
    private final HeardArrivals heard = HeardArrivals.connect(arrivals);
    private final Tickets tickets = new InMemoryTickets(clock, arrivals);
    private final Revocations revocations = new InMemoryRevocations(clock, arrivals);

    @Override
    Tickets tickets() {
        return tickets;
    }

    @Override
    Revocations revocations() {
        return revocations;
    }

    @Override
    List<Arrival> announced(String recipient, int count) {
        List<Arrival> own = heard.of(recipient);
        assertThat(own).hasSize(count);
        return own;
    }

    @Override
    Instant now() {
        return clock.instant();
    }

    @Override
    void reach(Instant instant) {
        clock.set(instant);
    }
}
