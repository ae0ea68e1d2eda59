package dev.notification.benchmarks.ledger;

import java.util.random.RandomGenerator;

/** Where things are in a database that {@code ledger-seed.sql} filled, by its own arithmetic. */
public record LedgerShape(long deliveries) {
    static final String HUGE = "huge";
    static final String QUIET = "quiet";
    static final String EVERYBODY = "source=/seed/everybody&id=everybody";
    /** The weeks that the seed goes back, all of which it filled. */
    static final int WEEKS = 4;

    public long notifications() {
        return deliveries / 100 * 89 + deliveries / 100_000 + 1;
    }

    /** Number of the one for everybody, in the middle. */
    private long everybody() {
        return notifications() / 2;
    }

    /** Deliveries of an inbox that is huge. */
    long huge() {
        return notifications() / 89;
    }

    /** The key of some notification, most of which are for one. */
    String one(RandomGenerator random) {
        return key(1 + random.nextLong(everybody() - 1));
    }

    /** The key of a notification for 1,000. */
    String wide(RandomGenerator random) {
        long every = notifications() / (deliveries / 100_000);
        return key(every * (1 + random.nextLong((everybody() - 1) / every)));
    }

    /** One of those that most goes to, or of the many with a few. */
    public String recipient(RandomGenerator random) {
        double skew = random.nextDouble();
        return "recipient-" + (1 + (long) (deliveries / 100.0 * skew * skew));
    }

    String source(RandomGenerator random) {
        return "/seed/" + random.nextInt(20);
    }

    private static String key(long number) {
        return "source=/seed/" + number % 20 + "&id=" + number;
    }
}
