package dev.notification.reliability.experiment;

import dev.notification.reliability.client.Ackers;
import dev.notification.reliability.client.Crowd;
import dev.notification.reliability.client.Producers;
import dev.notification.reliability.client.Readers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Everybody who uses a site during one experiment. */
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int PER_SECOND = 100;
    private static final int RECORDS = 200;
    private static final int ACKS = 50;
    private static final double ACKED = 0.6;

    private final Ackers ackers;
    private final Readers readers;
    private final Producers producers;

    Load(Crowd crowd) {
        ackers = new Ackers(crowd, ACKED);
        readers = new Readers(crowd, ackers);
        producers = new Producers(crowd, PER_SECOND);
    }

    /** Returns when some more records were accepted. */
    void more() {
        long enough = producers.accepted() + RECORDS;
        await("records", () -> producers.accepted() >= enough);
    }

    /** Returns when some more acks were confirmed. */
    void moreAcks() {
        long enough = ackers.confirmed() + ACKS;
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
