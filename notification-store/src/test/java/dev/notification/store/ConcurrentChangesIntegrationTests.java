package dev.notification.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Acks and sent marks of the same deliveries at the same time, over two partitions: what made PostgreSQL 18.6 crash when
 * partitions were chosen row by row (in two runs of three).
 */
class ConcurrentChangesIntegrationTests {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestTopics TOPICS = TestTopics.create(1);
    private static final TestStore STORE = TestStore.on(DATABASE, TOPICS).start();

    private static final int RECIPIENTS = 300;
    private static final int DELIVERIES = 5;
    private static final int ROUNDS = 8;
    private static final int WORKERS = 4;
    private static final int VACUUMS = 20;
    private static final int[] SIZES = {3, 300, 30};

    private final Instant thisWeek = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    private final Instant nextWeek = thisWeek.plus(Duration.ofDays(7));
    private final Random random = new Random(42);

    @BeforeEach
    void fill() {
        DATABASE.sql()
                .update(
                        "insert into inbox (recipient, head) select 'r' || n, ? from generate_series(1, ?) n",
                        DELIVERIES,
                        RECIPIENTS);
        DATABASE.sql().update("""
                        insert into delivery (inbox_id, seq, notification_id, priority, created_at)
                        select i.id, s, 1, 1, case when s % 2 = 0 then ?::timestamptz else ? end
                        from inbox i, generate_series(1, ?) s""", Timestamp.from(thisWeek), Timestamp.from(nextWeek), DELIVERIES);
    }

    @AfterAll
    static void stop() {
        STORE.close();
        TOPICS.close();
    }

    @Test
    void changesEveryDeliveryAndLosesNoConnection() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(2 * WORKERS + 1);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                DATABASE.sql().update("update delivery set outcome = null, settled_at = null, sent_at = null");
                List<? extends Future<?>> running =
                        work().stream().map(workers::submit).toList();
                for (Future<?> done : running) done.get();
                assertThat(DATABASE.number("select count(*) from delivery where outcome is null"))
                        .isZero();
                assertThat(DATABASE.number("select count(*) from delivery where sent_at is null"))
                        .isZero();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    /** Workers that ack or read everything, and as many that mark everything as sent, each in an order of its own. */
    private List<Runnable> work() {
        List<Runnable> work = new ArrayList<>();
        List<AckRequest> acks = new ArrayList<>();
        for (int i = 1; i <= RECIPIENTS; i++) {
            for (int seq = 1; seq <= DELIVERIES; seq++) {
                acks.add(new AckRequest("r" + i, null, List.of(new SequenceRange(seq, seq)), 0, seq == 3));
            }
        }
        for (int worker = 0; worker < WORKERS; worker++) {
            List<AckRequest> acked = shuffled(acks);
            List<SentMark> marked = shuffled(acks.stream().map(this::mark).toList());
            // marks that come with an ack and are of other deliveries
            List<SentMark> besides = marked.subList(0, 20);
            work.add(() -> batches(acked).forEach(batch -> STORE.inbox().ack(batch, besides)));
            work.add(() -> batches(marked).forEach(batch -> STORE.inbox().markSent(batch)));
        }
        work.add(() -> {
            // plans are made anew and memory moves, as it does on a busy server
            for (int i = 0; i < VACUUMS; i++) DATABASE.sql().execute("vacuum analyze delivery");
        });
        return work;
    }

    private <T> List<T> shuffled(List<T> all) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static <T> List<List<T>> batches(List<T> all) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0, size; from < all.size(); from += size) {
            size = Math.min(SIZES[batches.size() % SIZES.length], all.size() - from);
            batches.add(all.subList(from, from + size));
        }
        return batches;
    }

    private SentMark mark(AckRequest ack) {
        long seq = ack.ranges().get(0).from();
        return new SentMark(ack.recipient(), seq, seq % 2 == 0 ? thisWeek : nextWeek, thisWeek, 1, false);
    }
}
