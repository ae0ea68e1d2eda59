package dev.notification.store;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What was heard of arrivals, for tests to look at from any thread. */
public final class HeardArrivals implements ArrivalListener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Arrival> heard = new CopyOnWriteArrayList<>();
    private final Predicate<String> wanted;

    private HeardArrivals(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /** Listens for everybody, and returns when it hears. */
    public static HeardArrivals connect(Arrivals arrivals) {
        return connect(arrivals, recipient -> true);
    }

    /** Listens for these recipients, "probe" among them, and returns when it hears. */
    static HeardArrivals connect(Arrivals arrivals, Predicate<String> wanted) {
        HeardArrivals heard = new HeardArrivals(wanted);
        arrivals.listen(heard);
        await().atMost(PATIENCE).until(() -> {
            arrivals.announce(List.of(new Arrival.Acked("probe", 0, List.of())));
            return !heard.of("probe").isEmpty();
        });
        return heard;
    }

    @Override
    public boolean wants(byte[] recipient) {
        return wanted.test(new String(recipient, StandardCharsets.UTF_8));
    }

    @Override
    public void arrived(Arrival arrival) {
        heard.add(arrival);
    }

    /** Of this recipient, in order. */
    List<Arrival> of(String recipient) {
        return heard.stream()
                .filter(arrival -> arrival.recipient().equals(recipient))
                .toList();
    }

    /** The same when there are so many. */
    List<Arrival> of(String recipient, int count) {
        await().atMost(PATIENCE).until(() -> of(recipient).size() >= count);
        return of(recipient);
    }

    /** Returns when this was heard. */
    public void has(Arrival arrival) {
        await().atMost(PATIENCE).until(() -> heard.contains(arrival));
    }
}
