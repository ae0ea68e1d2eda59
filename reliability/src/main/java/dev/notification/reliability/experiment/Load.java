package dev.notification.reliability.experiment;

import dev.notification.reliability.client.Ackers;
import dev.notification.reliability.client.Crowd;
import dev.notification.reliability.client.Delays;
import dev.notification.reliability.client.Producers;
import dev.notification.reliability.client.Readers;
import dev.notification.reliability.experiment.Experiment.Habits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Everybody who uses a site during one experiment. */
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Delays delays = new Delays();
    private final Ackers ackers;
    private final Readers readers;
    private final Producers producers;

    Load(Crowd crowd, int perSecond, Habits habits) {
        ackers = new Ackers(crowd);
        readers = new Readers(crowd, ackers, delays);
        producers = new Producers(crowd, perSecond, habits == Habits.FLAWED, delays);
    }

    /** Returns when so many more records were accepted. */
    void more(int records) {
        long enough = producers.accepted() + records;
        await("records", () -> producers.accepted() >= enough);
    }

    /** Returns when so many more acks were confirmed. */
    void moreAcks(int acks) {
        long enough = ackers.confirmed() + acks;
        await("acks", () -> ackers.confirmed() >= enough);
    }

    /** Returns when everybody received something that was produced after this call. */
    void received() {
        long next = producers.next();
        await("everybody's next notification", () -> readers.haveAll(next));
    }

    /** Waits with patience. */
    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new IllegalStateException(what + " did not come in " + PATIENCE);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    Ackers ackers() {
        return ackers;
    }

    Readers readers() {
        return readers;
    }

    Producers producers() {
        return producers;
    }

    Delays delays() {
        return delays;
    }

    /** Returns when every record has its answer. */
    void endRecords() {
        producers.close();
    }

    /** Where the service broke its protocol. */
    List<String> malformed() {
        return readers.malformed();
    }

    String operations() {
        return "%,d records, %,d acks".formatted(producers.accepted(), ackers.confirmed());
    }

    /** First those who make others work. */
    @Override
    public void close() {
        try (ackers;
                readers) {
            producers.close();
        }
    }
}
