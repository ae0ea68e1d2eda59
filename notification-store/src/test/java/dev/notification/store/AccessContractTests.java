package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class AccessContractTests extends AccessContract {
    private final SettableClock clock = new SettableClock();
    private final InMemoryArrivals arrivals = new InMemoryArrivals();
    private final List<Arrival> heard = new ArrayList<>();
    private final Tickets tickets = new InMemoryTickets(clock, arrivals);
    private final Revocations revocations = new InMemoryRevocations(clock, arrivals);

    AccessContractTests() {
        arrivals.listen(new ArrivalListener() {
            @Override
            public boolean wants(byte[] recipient) {
                return true;
            }

            @Override
            public void arrived(Arrival arrival) {
                heard.add(arrival);
            }
        });
    }

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
        assertThat(heard).hasSize(count);
        return heard;
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
