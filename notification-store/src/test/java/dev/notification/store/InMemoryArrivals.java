package dev.notification.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Arrivals without Kafka: every listener hears of them on the announcing thread, before {@link #announce} returns. Several
 * listeners stand for several nodes. Any thread may call; arrivals are handed over one at a time.
 */
public final class InMemoryArrivals implements Arrivals {
    private final List<ArrivalListener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void announce(Iterable<Arrival> arrivals) {
        for (Arrival arrival : arrivals) {
            for (ArrivalListener listener : listeners) {
                boolean concernsAll = arrival instanceof Arrival.Revoked
                        || arrival instanceof Arrival.Asked
                        || arrival instanceof Arrival.Answered;
                if (concernsAll || listener.wants(arrival.recipient().getBytes(UTF_8))) listener.arrived(arrival);
            }
        }
    }

    @Override
    public void listen(ArrivalListener listener) {
        listeners.add(listener);
    }
}
